/** Markup that may be sent as it is. Only `html` makes it, so whatever else is put into a page is text. */
export interface Html {
  toString(): string;
}

export type HtmlValue = Html | string | number | false | undefined | readonly HtmlValue[];

/** A piece of a page: values are escaped, for text and quoted attributes alike; pieces of pages are taken as they are. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let markup = strings[0] ?? "";
  values.forEach((value, index) => {
    markup += written(value) + (strings[index + 1] ?? "");
  });
  return new Markup(markup);
}

class Markup implements Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

function written(value: HtmlValue): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Markup) return value.toString();
  if (Array.isArray(value)) return value.map(written).join("");
  return String(value).replace(special, (character) => entities[character] ?? "");
}

const special = /[&<>"'`]/g;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};
