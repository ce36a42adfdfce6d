"use strict";
(() => {
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const sides = { ascending: 1, descending: -1 };

  const keyOf = (row, index, isNumber) => {
    const cell = row.cells[index];
    if (cell.classList.contains("none")) return null;
    return isNumber ? Number(cell.dataset.value) : cell.textContent.trim();
  };

  const sort = (table, listed, heads, index) => {
    const head = heads[index];
    const isNumber = head.dataset.sort === "number";
    const cycle = isNumber ? ["descending", "ascending", "none"] : ["ascending", "descending", "none"];
    const next = cycle[(cycle.indexOf(head.getAttribute("aria-sort")) + 1) % cycle.length];
    for (const other of heads) other.setAttribute("aria-sort", other === head ? next : "none");
    let rows = listed;
    if (next !== "none") {
      const keyed = listed.map((row) => [keyOf(row, index, isNumber), row]);
      const compare = isNumber ? (a, b) => a - b : collator.compare;
      keyed.sort(([a], [b]) => {
        if (a === null || b === null) return (a === null) - (b === null);
        return sides[next] * compare(a, b);
      });
      rows = keyed.map(([, row]) => row);
    }
    table.tBodies[0].append(...rows);
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    const listed = Array.from(table.tBodies[0].rows);
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach((head, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => sort(table, listed, heads, index));
    });
  }

  // Paper has nothing to click: what is folded is printed open, and folded again.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
})();
