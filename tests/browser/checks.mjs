// SPDX-License-Identifier: MIT
// Functions that run within the page; each is handed to the browser as it stands.

// The exact values of a figure's marks, by the figure's id and, where there are several series, the series' name.
export function values_of(id, series) {
  const figure = document.getElementById(id);
  const within = series === undefined ? figure.querySelector("svg.picture")
    : [...figure.querySelectorAll("g[data-series]")].find((group) => group.dataset.series === series);
  return [...within.querySelectorAll("rect[data-v],circle[data-v]")].map((mark) => Number(mark.dataset.v));
}

// The figures of a chart's table, by columns.
export function columns_of(id) {
  const rows = [...document.getElementById(id).querySelectorAll("tbody tr")];
  return rows.map((row) => [...row.cells].map((cell) => ("v" in cell.dataset ? Number(cell.dataset.v) : cell.textContent)));
}

// As drawn: of each bar, the value that its height means by the lines of the axis.
export function drawn_bars(id) {
  const picture = document.getElementById(id).querySelector("svg.picture");
  const base = Number(picture.querySelector("line.base").getAttribute("y1"));
  return [...picture.querySelectorAll(".bars rect")].map((bar) => {
    const box = bar.getBBox();
    return {value: Number(bar.dataset.v), height: box.height, foot: box.y + box.height - base, width: box.width};
  });
}

// The rows of the table with this caption: name of the row, then each figure.
export function table_of(caption) {
  const table = [...document.querySelectorAll("table.sortable")].find((one) => one.caption.textContent === caption);
  return [...table.tBodies[0].rows].map((row) => [...row.cells].filter((cell) => !cell.classList.contains("bar"))
    .map((cell) => ("v" in cell.dataset ? Number(cell.dataset.v) : cell.textContent)));
}

// Words of a picture that are drawn over each other.
export function crowded_words() {
  const crowded = [];
  for (const picture of document.querySelectorAll("svg.picture")) {
    const boxes = [...picture.querySelectorAll("text")].map((word) => [word.textContent, word.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0);
    boxes.forEach(([a, one], i) => boxes.slice(i + 1).forEach(([b, other]) => {
      const apart = one.right <= other.left || other.right <= one.left || one.bottom <= other.top + 2 || other.bottom <= one.top + 2;
      if (!apart) crowded.push(`${a} and ${b}`);
    }));
  }
  return crowded;
}

// Words whose contrast with what is behind them is below 4.5, and marks of pictures below 3 (WCAG 2.2, 1.4.3, 1.4.11).
export function faint_parts() {
  const channels = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).slice(0, 3).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const ground_of = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if ((channels(color)[3] ?? 1) > 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const faint = [];
  let seen = 0;
  const look = (element, color, least) => {
    ++seen;
    const ratio = contrast(color, ground_of(element));
    if (ratio < least) faint.push(`${element.tagName} ${element.getAttribute("class")} ${color} ${ratio.toFixed(2)}`);
  };
  for (const element of document.body.querySelectorAll("*")) {
    const words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const style = getComputedStyle(element);
    if (["SCRIPT", "title", "desc"].includes(element.tagName)) continue;
    if (words) look(element, element.tagName === "text" ? style.fill : style.color, 4.5);
    const drawn = ["rect", "path", "circle", "line"].includes(element.tagName) && !element.closest("pattern");
    if (!drawn || element.matches(".rung,.ground,.band")) continue;
    if (style.fill.startsWith("rgb") && !element.matches("line,.line,.hollow")) look(element, style.fill, 3);
    if (style.stroke.startsWith("rgb")) look(element, style.stroke, 3);
  }
  return {seen, faint};
}

// What reaches over an edge of the window.
export function too_wide() {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}
