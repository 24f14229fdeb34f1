
"use strict";
(() => {
  const table = document.querySelector("table.students");
  const filters = document.querySelector(".filters");
  if (!table || !filters) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  const compare = (column, sign) => (one, other) => {
    const [a, b] = [one, other].map((row) => row.cells[column].dataset.value ?? "");
    if (a === "" || b === "") return (a === "") - (b === ""); // what has no value comes last, whichever way
    return sign * (heads[column].dataset.sort === "number" ? a - b : collator.compare(a, b));
  };

  const sort = (column) => {
    const down = heads[column].getAttribute("aria-sort") === "ascending";
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...[...rows].sort(compare(column, down ? -1 : 1)));
  };

  heads.forEach((head, column) => {
    if (!head.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(column));
    head.append(button);
  });

  const fold = (words) => words.normalize("NFKC").toLowerCase();
  const contents = new Map(rows.map((row) => [row, fold(row.textContent)]));
  const words = filters.querySelector("input");
  const found = filters.querySelector("select");
  const shown = filters.querySelector("output");

  const filter = () => {
    const wanted = fold(words.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const has = !found?.value || row.dataset.found.split(" ").includes(found.value);
      row.hidden = !(has && wanted.every((word) => contents.get(row).includes(word)));
      count += !row.hidden;
    }
    shown.value = shown.dataset.words.replace("{shown}", count).replace("{all}", rows.length);
  };

  words.addEventListener("input", filter);
  found?.addEventListener("change", filter);
  filters.hidden = false;
  filter(); // a browser that comes back to the page has kept what was typed
})();
