// Preact's h under htm's tagged templates: what every component of the page draws with.
import {h, render} from "../vendor/preact.js";
import {useEffect, useLayoutEffect, useMemo, useRef, useState} from "../vendor/hooks.js";
import htm from "../vendor/htm.js";

export const html = htm.bind(h);
export {render, useEffect, useLayoutEffect, useMemo, useRef, useState};
