import { type Html, html } from "../html.ts";

/** Addresses of the script and the styles, which change with their content. */
export interface Assets {
  readonly script: string;
  readonly styles: string;
  readonly icon: string;
}

export interface Layout {
  readonly title: string;
  readonly assets: Assets;
  readonly sidebar?: Html;
  readonly main: Html;
  readonly aside?: Html;
  /** The main part needs all the width it can get. */
  readonly isWide?: boolean;
}

/** The frame of every page. */
export function layout({ title, assets, sidebar, main, aside, isWide = false }: Layout): Html {
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${assets.icon}" type="image/svg+xml">
<link rel="stylesheet" href="${assets.styles}">
<script src="${assets.script}" defer></script>
</head>
<body class="${sidebar ? (aside && !isWide ? "three" : "two") : "one"}">
<a class="skip" href="#main">Skip to the content</a>
${sidebar}
<main id="main" tabindex="-1">${main}</main>
${aside}
<p id="status" role="status" aria-live="polite"></p>
</body>
</html>`;
}
