"use strict";
(() => {
  const root = document.documentElement;

  // light and dark: the reader's own choice stays with this copy of the page
  const store = { get: () => { try { return localStorage.getItem("spanwright-theme"); } catch { return null; } },
                  set: (v) => { try { localStorage.setItem("spanwright-theme", v); } catch { /* file pages may refuse */ } } };
  const known = store.get();
  if (known) root.dataset.theme = known;
  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    store.set(root.dataset.theme);
  });

  // the contents show where the reader is
  const links = new Map([...document.querySelectorAll("nav.contents li a")]
    .map((a) => [a.getAttribute("href").slice(1), a]));
  const heads = [...document.querySelectorAll("section[id]")].filter((s) => links.has(s.id));
  let here = null, queued = false;
  const spy = () => {
    queued = false;
    let current = heads[0];
    for (const s of heads) if (s.getBoundingClientRect().top < 140) current = s;
    if (!current || current === here) return;
    if (here) links.get(here.id).classList.remove("here");
    here = current;
    const link = links.get(here.id);
    link.classList.add("here");
    const nav = link.closest("nav"), box = link.getBoundingClientRect(), frame = nav.getBoundingClientRect();
    if (box.top < frame.top + 40 || box.bottom > frame.bottom - 40)
      nav.scrollTop += box.top - frame.top - frame.height / 3;
  };
  addEventListener("scroll", () => { if (!queued) { queued = true; requestAnimationFrame(spy); } }, { passive: true });
  spy();

  // tables: sort by a column, filter by words
  const collator = new Intl.Collator("en", { numeric: true });
  const keyOf = (cell) => cell.dataset.order === undefined ? cell.textContent : Number(cell.dataset.order);
  for (const table of document.querySelectorAll("table.sortable")) {
    const body = table.tBodies[0];
    if (body.rows.length < 2) continue;
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      // the header cell itself is the control: printed tables repeat its text on every page
      head.tabIndex = 0;
      head.title = "Sort by this column";
      const sort = () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].map((row) => [keyOf(row.cells[column]), row]);
        rows.sort(([a], [b]) => (typeof a === "number" && typeof b === "number" ? a - b
          : collator.compare(String(a), String(b))) * (down ? -1 : 1));
        body.append(...rows.map(([, row]) => row));
      };
      head.addEventListener("click", sort);
      head.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); }
      });
    });
    if (table.classList.contains("filterable") && body.rows.length > 12) {
      const field = document.createElement("input");
      field.type = "search";
      field.className = "filter";
      field.placeholder = `Filter ${body.rows.length} rows`;
      field.setAttribute("aria-label", "Filter the rows of the table below");
      table.before(field);
      field.addEventListener("input", () => {
        const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
        for (const row of body.rows) {
          const text = row.textContent.toLowerCase();
          row.hidden = !words.every((w) => text.includes(w));
        }
      });
    }
  }

  // charts: numbers under the pointer, from the data the page carries
  const out = document.getElementById("read-out");
  const parsed = new WeakMap();
  const dataOf = (series) => {
    if (!parsed.has(series)) {
      const list = (t) => t.split(",").map((v) => (v === "" ? NaN : Number(v)));
      parsed.set(series, { x: list(series.dataset.x), y: list(series.dataset.y) });
    }
    return parsed.get(series);
  };
  const nearest = (x, at) => {
    let best = -1, gap = Infinity;
    for (let k = 0; k < x.length; k++) {
      const d = Math.abs(x[k] - at);
      if (d < gap) { gap = d; best = k; }
    }
    return best;
  };
  const number = (v) => Number.isNaN(v) ? "–" : v.toLocaleString("en", { maximumSignificantDigits: 4 }).replace("-", "−");
  for (const svg of document.querySelectorAll("svg.chart")) {
    const panels = [...svg.querySelectorAll(".panel")];
    if (!panels.length) continue;
    const hair = document.createElementNS("http://www.w3.org/2000/svg", "line");
    hair.setAttribute("class", "hair");
    hair.style.display = "none";
    svg.append(hair);
    const hide = () => { out.hidden = true; hair.style.display = "none"; };
    svg.addEventListener("pointerleave", hide);
    svg.addEventListener("pointermove", (event) => {
      const p = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      const panel = panels.find((g) => p.y >= +g.dataset.top - 12 && p.y <= +g.dataset.bottom + 6
        && p.x >= +g.dataset.left && p.x <= +g.dataset.right);
      if (!panel) { hide(); return; }
      const d = panel.dataset;
      const at = +d.start + (p.x - d.left) / (d.right - d.left) * (d.end - d.start);
      const lines = [];
      let shown = at;
      for (const series of panel.querySelectorAll(".series")) {
        const { x, y } = dataOf(series);
        const k = nearest(x, at);
        if (k < 0) continue;
        shown = x[k];
        lines.push(`${series.dataset.name}: ${number(y[k])} ${d.unit}`);
      }
      out.textContent = [`${d.title}`, `station ${number(shown)} m`, ...lines].join("\n");
      out.hidden = false;
      const box = out.getBoundingClientRect();
      out.style.left = `${Math.min(event.clientX + 16, innerWidth - box.width - 8)}px`;
      out.style.top = `${Math.min(event.clientY + 16, innerHeight - box.height - 8)}px`;
      const px = +d.left + (shown - d.start) / (d.end - d.start) * (d.right - d.left);
      hair.setAttribute("x1", px); hair.setAttribute("x2", px);
      hair.setAttribute("y1", d.top); hair.setAttribute("y2", d.bottom);
      hair.style.display = "";
    });
  }

  // print shows everything
  addEventListener("beforeprint", () => { for (const d of document.querySelectorAll("details")) d.open = true; });
})();
