import { type Html, html } from "../html.ts";
import { type Assets, layout } from "./layout.ts";

/** Something that was not done, and why. */
export function refusalPage(sentence: string, assets: Assets): Html {
  return layout({
    title: "Paperboy",
    assets,
    main: html`<section class="notice"><h1>That did not work</h1><p>${sentence}</p><p><a href="/">Back to the channels</a></p></section>`,
  });
}

/** Asks for the token; `wasWrong` after another one was shown. */
export function tokenPage(assets: Assets, wasWrong: boolean): Html {
  return layout({
    title: "Paperboy",
    assets,
    main: html`<section class="notice"><h1>Paperboy</h1>
<p>This preview is for those who have its token: the value of <code>PAPERBOY_PREVIEW_TOKEN</code> where it runs.</p>
${wasWrong && html`<p class="wrong" role="alert">That is not the token.</p>`}
<form method="post" action="/enter"><label for="token">Token</label>
<div class="field"><input id="token" name="token" type="password" required autocomplete="current-password" autofocus><button>Enter</button></div></form></section>`,
  });
}
