"use strict";
// Runs before Datasette's table.js (both deferred, in this order), which reads this name.
window.DATASETTE_ALLOW_FACET = true;

const MENU = {
  "dropdown-sort-asc": "升序 Sort ascending",
  "dropdown-sort-desc": "降序 Sort descending",
  "dropdown-facet": "按此分面 Facet by this",
  "dropdown-hide-column": "隐藏此列 Hide this column",
  "dropdown-show-all-columns": "显示所有列 Show all columns",
  "dropdown-not-blank": "只看非空 Show not-blank rows",
};

function translateMenu() {
  for (const [name, text] of Object.entries(MENU)) {
    document.querySelectorAll(`a.${name}`).forEach((link) => { link.textContent = text; });
  }
}

function closeOtherDetails(event) {
  const inside = event.target.closest("details");
  document.querySelectorAll("details.actions[open]").forEach((details) => {
    if (details !== inside) details.open = false;
  });
}

function prepareEditor() {
  const input = document.querySelector("textarea#sql-editor");
  const shown = document.querySelector("pre#sql-query");
  const format = document.querySelector("button#sql-format");
  if (input && window.CodeMirror) {
    const editor = CodeMirror.fromTextArea(input, {
      lineNumbers: true,
      lineWrapping: true,
      mode: "text/x-sql",
      extraKeys: { "Shift-Enter": () => input.form.submit(), Tab: false },
    });
    if (format && window.sqlFormatter) {
      format.hidden = false;
      format.addEventListener("click", () => editor.setValue(sqlFormatter.format(editor.getValue())));
    }
  } else if (shown && format && window.sqlFormatter) {
    format.hidden = false;
    format.addEventListener("click", () => { shown.textContent = sqlFormatter.format(shown.textContent); });
  }
}

document.addEventListener("click", closeOtherDetails);
document.addEventListener("DOMContentLoaded", () => {
  translateMenu();
  prepareEditor();
});
