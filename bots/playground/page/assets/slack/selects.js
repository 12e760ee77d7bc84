// Select menus: a button that shows what is chosen, and a list that typing narrows.
import {html, useLayoutEffect, useRef, useState} from "../page/html.js";
import {Icon} from "./icons.js";
import {Popup, useWalk} from "./popup.js";

function groupsOf(element) {
  return element.option_groups ?? [{label: null, options: element.options}];
}

function optionsOf(element) {
  return groupsOf(element).flatMap((group) => group.options);
}

function labelOf(element, value) {
  return optionsOf(element).find((option) => option.value === value)?.text.text ?? "";
}

export function StaticSelect({element, value, onValue, field, name}) {
  const said = labelOf(element, value);
  return html`<${Select} element=${element} isOn=${(each) => each === value} field=${field} name=${name}
      shown=${said || element.placeholder?.text || "Select an option"} empty=${!said} onPick=${onValue} />`;
}

export function MultiStaticSelect({element, value, onValue, field, name}) {
  const chosen = value ?? [];
  const pick = (each) => {
    const now = chosen.includes(each) ? chosen.filter((other) => other !== each) : [...chosen, each];
    if (now.length > (element.max_selected_items ?? now.length)) return undefined;
    return onValue(optionsOf(element).map((option) => option.value).filter((option) => now.includes(option)));
  };
  const shown = chosen.length
    ? chosen.map((each) => html`<span class="token" key=${each}>${labelOf(element, each)}</span>`)
    : (element.placeholder?.text ?? "Select options");
  return html`<${Select} element=${element} isOn=${(each) => chosen.includes(each)} field=${field} name=${name}
      shown=${shown} empty=${!chosen.length} onPick=${pick} several />`;
}

function Select({element, isOn, field, name, shown, empty, onPick, several = false}) {
  const [open, setOpen] = useState(false);
  const [trouble, setTrouble] = useState("");
  const button = useRef(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const pick = (value) => {
    if (!several) close();
    setTrouble("");
    Promise.resolve(onPick(value)).catch((refused) => setTrouble(refused?.said ?? String(refused)));
  };
  const own = `${name}-shown`;
  const {"aria-labelledby": label, "aria-invalid": invalid, ...tied} = field;
  return html`<button ref=${button} type="button" class=${`box select${empty ? " select-empty" : ""}${invalid ? " box-invalid" : ""}`}
      aria-haspopup="listbox" aria-expanded=${String(open)} aria-labelledby=${label ? `${label} ${own}` : own} ...${tied}
      onClick=${() => setOpen(!open)}
      onKeyDown=${(event) => {
        if (event.key === "ArrowDown" && !open) {
          event.preventDefault();
          setOpen(true);
        }
      }}>
      <span id=${own} class="select-shown">${shown}</span><${Icon} name="chevron" />
    </button>
    ${open && html`<${Popup} anchor=${button} onClose=${() => setOpen(false)}>
      <${Options} element=${element} isOn=${isOn} name=${name} onPick=${pick} several=${several} onLeave=${close} />
    </${Popup}>`}
    ${trouble && html`<span class="trouble" role="alert"><${Icon} name="warning" /><span>${trouble}</span></span>`}`;
}

function Options({element, isOn, name, onPick, onLeave, several}) {
  const [typed, setTyped] = useState("");
  const filter = useRef(null);
  const list = useRef(null);
  const wanted = typed.trim().toLocaleLowerCase();
  const groups = groupsOf(element)
    .map((group) => ({...group, options: group.options.filter(({text}) => text.text.toLocaleLowerCase().includes(wanted))}))
    .filter((group) => group.options.length);
  const options = groups.flatMap((group) => group.options);
  const {here, setAt, onKey} = useWalk(options.length, (index) => onPick(options[index].value));

  useLayoutEffect(() => {
    filter.current.focus();
    const chosen = options.findIndex((option) => isOn(option.value));
    if (chosen > 0) setAt(chosen);
  }, []);
  useLayoutEffect(() => {
    list.current.querySelector("[data-here]")?.scrollIntoView({block: "nearest"});
  }, [here, typed]);

  const keys = (event) => {
    if (event.key === "Tab") {
      event.preventDefault();
      onLeave();
    } else onKey(event);
  };
  const drawn = (option) => {
    const index = options.indexOf(option);
    return html`<div role="option" key=${option.value} id=${`${name}-${index}`} class="option" aria-selected=${String(isOn(option.value))}
        data-here=${index === here ? "" : undefined} onMouseDown=${(event) => event.preventDefault()} onMouseMove=${() => setAt(index)} onClick=${() => onPick(option.value)}>
      <span class="menu-label">${option.text.text}</span>
      ${option.description && html`<span class="menu-description">${option.description.text}</span>`}
      ${isOn(option.value) && html`<${Icon} name="check" />`}
    </div>`;
  };
  return html`<input ref=${filter} class="box filter" type="text" role="combobox" aria-expanded="true" aria-controls=${`${name}-list`}
      aria-label="Find an option" placeholder="Type to find" autocomplete="off" value=${typed}
      aria-activedescendant=${options.length ? `${name}-${here}` : undefined}
      onInput=${({currentTarget}) => {
        setTyped(currentTarget.value);
        setAt(0);
      }} onKeyDown=${keys} />
    <div ref=${list} role="listbox" id=${`${name}-list`} class="options" aria-label="Options" aria-multiselectable=${several ? "true" : undefined}>
      ${groups.map((group) =>
        group.label
          ? html`<div role="group" key=${group.label.text} aria-label=${group.label.text}>
              <div class="option-group" aria-hidden="true">${group.label.text}</div>${group.options.map(drawn)}
            </div>`
          : group.options.map(drawn),
      )}
      ${options.length === 0 && html`<div role="option" aria-selected="false" aria-disabled="true" class="option-group">Nothing matches</div>`}
    </div>`;
}
