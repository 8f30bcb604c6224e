// Compiles the style, joins the scripts, copies the fonts: everything into static/build.
// A file that did not change keeps its time, so that nothing is collected anew for it.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const packages = join(root, "node_modules");
const target = join(root, "static", "build");
const govuk = join(packages, "govuk-frontend", "dist", "govuk");
const screenFonts = join(packages, "@fontsource", "noto-sans", "files");
const paperFonts = join(packages, "@expo-google-fonts", "noto-sans");

const read = (path) => readFileSync(path, "utf8");
const made = new Set();

function write(name, content) {
  const path = join(target, name);
  const fresh = Buffer.from(content);
  made.add(name);
  if (!existsSync(path) || !readFileSync(path).equals(fresh)) writeFileSync(path, fresh);
}

const copy = (from, name) => write(name, readFileSync(from));
// A manifest storage would look for the map beside the file.
const withoutSourceMap = (text) => text.replace(/\/\/# sourceMappingURL=\S+\s*$/, "");

function style() {
  const { css } = sass.compile(join(here, "portal.scss"), {
    loadPaths: [here, packages],
    style: "compressed",
    quietDeps: true,
  });
  write("portal.css", css);
}

function scripts() {
  const library = withoutSourceMap(read(join(govuk, "govuk-frontend.min.js")));
  if (!/export\s*\{[^}]*\binitAll\b[^}]*\};?\s*$/.test(library)) {
    throw new Error("govuk-frontend.min.js no longer ends with an export of initAll");
  }
  write("portal.js", library.replace(/export\s*\{[^}]*\};?\s*$/, "\n") + read(join(here, "portal.js")));
  copy(join(here, "supported.js"), "supported.js");
  copy(join(here, "passkeys.js"), "passkeys.js");
  copy(join(here, "autosave.js"), "autosave.js");
  copy(join(here, "combobox.js"), "combobox.js");
  copy(join(here, "pasting.js"), "pasting.js");
  copy(join(here, "uploads.js"), "uploads.js");
  write("htmx.min.js", withoutSourceMap(read(join(packages, "htmx.org", "dist", "htmx.min.js"))));
}

function fonts() {
  for (const weight of [400, 600]) {
    for (const subset of ["cyrillic", "cyrillic-ext", "latin", "latin-ext"]) {
      const from = join(screenFonts, `noto-sans-${subset}-${weight}-normal.woff2`);
      copy(from, `fonts/noto-sans-${subset}-${weight}.woff2`);
    }
    const signs = `noto-sans-signs-${weight}.woff2`;
    copy(join(here, "fonts", signs), `fonts/${signs}`);
  }
  for (const [folder, name] of [["400Regular", "Regular"], ["600SemiBold", "SemiBold"], ["700Bold", "Bold"]]) {
    copy(join(paperFonts, folder, `NotoSans_${folder}.ttf`), `fonts/NotoSans-${name}.ttf`);
  }
}

function licences() {
  copy(join(here, "LICENCES.txt"), "LICENCES.txt");
  copy(join(paperFonts, "LICENSE_FONT"), "fonts/OFL.txt");
  copy(join(packages, "htmx.org", "LICENSE"), "htmx-licence.txt");
}

function removeLeftovers() {
  for (const entry of readdirSync(target, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const name = relative(target, path).replaceAll("\\", "/");
    if (entry.isFile() && !made.has(name)) rmSync(path);
  }
}

mkdirSync(join(target, "fonts"), { recursive: true });
style();
scripts();
fonts();
licences();
removeLeftovers();
