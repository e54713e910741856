/* The matrix by keyboard: arrows and Enter move from cell to cell; left and right only at the end of what is typed. */
"use strict";

(() => {
  const cellsOf = (row) => Array.from(row.querySelectorAll("input"));
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  const atEdge = (cell, key) => {
    if (key === "ArrowLeft") return cell.selectionEnd === 0;
    if (key === "ArrowRight") return cell.selectionStart === cell.value.length;
    return true;
  };

  const move = (event) => {
    const cell = event.target;
    const way = step[event.key];
    if (!way || !(cell instanceof HTMLInputElement) || !atEdge(cell, event.key)) return;
    const rows = Array.from(event.currentTarget.tBodies[0].rows);
    const row = rows.indexOf(cell.closest("tr"));
    const column = cellsOf(rows[row]).indexOf(cell);
    const next = rows[row + way[0]] && cellsOf(rows[row + way[0]])[column + way[1]];
    if (event.key === "Enter" || next) event.preventDefault();
    if (next) {
      next.focus();
      next.select();
    }
  };

  for (const grid of document.querySelectorAll("[data-co-grid]")) grid.addEventListener("keydown", move);
})();
