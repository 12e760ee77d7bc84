// What is stored: the rows as they lie on disk. What was erased stays for a moment, struck out, and is gone.
import {html, useEffect, useMemo, useRef, useState} from "./html.js";

const GONE_MS = 2500;
const WHEN = /^\d{4}-\d\d-\d\d /;

export function Stored({stored, name, view}) {
  const gone = useGone(stored, view);
  const people = stored?.people ?? [];
  const total = people.reduce((sum, table) => sum + table.count, 0);
  const own = people.reduce((sum, table) => sum + table.own, 0);
  const filled = people.filter((table) => table.count || gone[table.name]?.length);
  const empty = people.filter((table) => !filled.includes(table)).map((table) => table.name);
  return html`
    <section class="panel stored" data-panel="stored" aria-label="What is stored">
      <h2>What is stored <span class="count" role="status" data-count=${total}>${rows(total)} about anybody, ${own} of them about ${name}</span></h2>
      <p class="about">The database as it lies on disk. What is written or answered is sealed: bytes, without the key.</p>
      ${filled.map((table) => html`
        <${Table} key=${table.name} table=${table} gone=${gone[table.name] ?? []} name=${name} />`)}
      ${empty.length > 0 && html`<p class="empty">Empty: ${empty.join(", ")}</p>`}
      <details class="bookkeeping">
        <summary>Bookkeeping: about nobody</summary>
        ${(stored?.bookkeeping ?? []).map((table) => html`
          <${Table} key=${table.name} table=${table} gone=${[]} name=${name} />`)}
      </details>
    </section>`;
}

function Table({table, gone, name}) {
  return html`
    <div class="table" tabindex="0" role="region" aria-label=${`Table ${table.name}`}>
      <table>
        <caption>${table.name} <span class="count">${rows(table.count)}${table.count > table.rows.length && `, the newest ${table.rows.length} of them here`}</span></caption>
        <thead><tr><th scope="col">whose</th>${table.columns.map((each) => html`<th scope="col" key=${each}>${each}</th>`)}</tr></thead>
        <tbody>
          ${table.rows.map((row) => html`<${Row} key=${row.key} row=${row} name=${name} />`)}
          ${gone.map((row) => html`<${Row} key=${`gone ${row.key}`} row=${row} name=${name} gone />`)}
        </tbody>
      </table>
    </div>`;
}

function Row({row, name, gone = false}) {
  return html`
    <tr class=${gone ? "gone" : row.own ? "own" : ""}>
      <td>${gone ? "gone" : row.own ? name : "–"}</td>
      ${row.cells.map((cell, index) => html`
        <td key=${index} class=${WHEN.test(cell) ? "when" : ""} title=${typeof cell === "string" ? cell : undefined}><${Cell} cell=${cell} /></td>`)}
    </tr>`;
}

function Cell({cell}) {
  if (cell === null) return html`<span class="null">null</span>`;
  if (typeof cell !== "object") return String(cell);
  return html`<span class="sealed" title="Sealed"><code>${cell.hex}…</code> ${cell.bytes} bytes</span>`;
}

// The rows that were there a moment ago, by table; none when somebody else is looked at.
function useGone(stored, view) {
  const before = useRef({view, tables: new Map()});
  const [gone, setGone] = useState({});
  const tables = useMemo(() => new Map((stored?.people ?? []).map((table) => [table.name, table.rows])), [stored]);
  useEffect(() => {
    const last = before.current;
    before.current = {view, tables};
    if (last.view !== view) {
      setGone({});
      return;
    }
    const vanished = {};
    for (const [name, was] of last.tables) {
      const keys = new Set((tables.get(name) ?? []).map((row) => row.key));
      const missing = was.filter((row) => !keys.has(row.key));
      if (missing.length) vanished[name] = missing;
    }
    if (Object.keys(vanished).length) setGone((known) => merged(known, vanished));
  }, [tables, view]);
  useEffect(() => {
    const timer = Object.keys(gone).length && setTimeout(() => setGone({}), GONE_MS);
    return () => clearTimeout(timer);
  }, [gone]);
  return gone;
}

function merged(known, more) {
  const all = {...known};
  for (const [name, found] of Object.entries(more)) all[name] = [...(all[name] ?? []), ...found];
  return all;
}

function rows(count) {
  return count === 1 ? "1 row" : `${count} rows`;
}
