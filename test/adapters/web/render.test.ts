import { beforeAll, describe, expect, it } from "vitest";
import { looks } from "../../../adapters/looks.ts";
import { html } from "../../../adapters/web/html.ts";
import { renderHtml } from "../../../adapters/web/render.ts";
import { viewBlockKit } from "../../../adapters/web/viewers/block-kit.ts";
import { viewComponents } from "../../../adapters/web/viewers/components.ts";
import { viewDiscordMarkdown } from "../../../adapters/web/viewers/discord-markdown.ts";
import { viewMrkdwn } from "../../../adapters/web/viewers/mrkdwn.ts";
import type { Message } from "../../../src/message.ts";
import { paperBlock } from "../../../src/views/paper.ts";
import { type RenderedForTest, rendererContract } from "../../contracts/renderer.ts";
import { readHtml } from "../../support/html.ts";
import { hostileTexts, paperLike } from "../../support/papers.ts";

const allowedTags = new Set(
  "article a b blockquote button code details div em h3 h4 hr li p pre s span strong summary time u ul".split(" "),
);

function inspect(markup: string): RenderedForTest {
  const { tags, text, faults: malformed } = readHtml(markup);
  const faults = [...malformed];
  for (const { name, attributes } of tags) {
    if (!allowedTags.has(name)) faults.push(`a tag ${name}`);
    for (const [attribute, value] of attributes) {
      if (attribute.startsWith("on") || attribute === "style") faults.push(`an attribute ${attribute}`);
      if (attribute === "href" && !/^https?:\/\//.test(value)) faults.push(`a link to ${value}`);
    }
  }
  if (/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]|[^\P{Cc}\n]/u.test(text)) faults.push("a hidden character");
  const buttons = tags.filter(({ name }) => name === "button");
  return { visible: text, runs: buttons.map(({ attributes }) => attributes.get("value") ?? ""), faults };
}

rendererContract("a page", (message) => inspect(String(renderHtml(message))));

describe("html", () => {
  it.each(hostileTexts.map((text, index) => [index, text] as const))(
    "shows hostile text %i and obeys none",
    (_, text) => {
      const { tags, faults } = readHtml(String(html`<p title="${text}">${[text, html`<b>${text}</b>`]}</p>`));
      expect({ tags: tags.map(({ name }) => name), faults }).toEqual({ tags: ["p", "b"], faults: [] });
      expect(tags[0]?.attributes.get("title")).toBe(text);
    },
  );
});

describe("a page", () => {
  it("keeps the lines of a listing, and how far they are set in", () => {
    const code = "@misc{a,\n  title = {A  Title},\n}";
    const markup = String(renderHtml({ fallback: "", blocks: [{ type: "text", text: [{ code }] }] }));
    expect(markup).toContain("<code>@misc{a,\n  title = {A Title},\n}</code>");
  });

  it("keeps the minus of a query on the line of the word it leaves out", () => {
    const query = '"fine-tuning" -vision -"long video" - x';
    const markup = String(renderHtml({ fallback: "", blocks: [{ type: "text", text: [{ bold: query }] }] }));
    expect([...markup.matchAll(/<span class="whole">([^<]*)</g)].map(([, kept]) => kept)).toEqual(["-v", "-&quot;"]);
    expect(readHtml(markup.replaceAll(/<\/?span[^>]*>/g, "")).text.trim()).toBe(query);
  });

  const message: Message = { fallback: "x", blocks: [paperBlock(paperLike())] };

  it("links a paper's title, and tells buttons that replace from those that answer", () => {
    const page = String(renderHtml(message));
    expect(page).toContain('<a href="https://arxiv.org/abs/2601.01234" rel="noreferrer noopener">Routing Experts');
    const paging: Message = {
      fallback: "x",
      blocks: [{ type: "actions", actions: [{ label: "Next", run: "latest --page 2", replaces: true }] }],
    };
    expect(String(renderHtml(paging))).toContain('name="replace" value="latest --page 2"');
  });
});

describe("the looks", () => {
  const words = {
    ...{ fallback: "x" },
    blocks: [paperBlock(paperLike({ title: "A *bold* claim & <b>tags</b>" }))],
  } satisfies Message;
  let slack: RenderedForTest;
  let discord: RenderedForTest;

  beforeAll(async () => {
    const forSlack = await looks.slack.draw(words, "share show a");
    const forDiscord = await looks.discord.draw(words, "share show a");
    slack = inspect(String(html`${forSlack.payloads.map((payload) => viewBlockKit(payload, forSlack.pressed))}`));
    discord = inspect(
      String(html`${forDiscord.payloads.map((payload) => viewComponents(payload, forDiscord.pressed))}`),
    );
  });

  it("show what the platforms' payloads say, markup undone", () => {
    expect(slack.visible).toContain("A ∗bold∗ claim & <b>tags</b>");
    expect(discord.visible).toContain("A *bold* claim & <b>tags</b>");
    expect([...slack.faults, ...discord.faults]).toEqual([]);
  });

  it("have the same buttons, which run the same lines", () => {
    const runs = paperBlock(paperLike()).actions.map(({ run }) => run);
    expect(slack.runs).toEqual([...runs, "share show a"]);
    expect(discord.runs).toEqual([...runs, "share show a"]);
  });

  it.each(hostileTexts.map((text, index) => [index, text] as const))(
    "let hostile text %i do nothing",
    async (_, text) => {
      const hostile: Message = {
        fallback: text,
        blocks: [
          { type: "text", text: [text, { bold: text }, { code: text }, { link: text, url: "javascript:alert(1)" }] },
          { ...paperBlock(paperLike({ title: text })), quote: [text], reason: [{ bold: text }] },
        ],
      };
      const { payloads, pressed } = await looks.slack.draw(hostile);
      const drawn = await looks.discord.draw(hostile);
      const shown = [
        ...payloads.map((payload) => viewBlockKit(payload, pressed)),
        ...drawn.payloads.map((payload) => viewComponents(payload, drawn.pressed)),
      ];
      expect(shown.flatMap((markup) => inspect(String(markup)).faults)).toEqual([]);
    },
  );
});

describe("mrkdwn as Slack shows it", () => {
  it.each([
    [
      "*bold* and _slanted_ and ~gone~ and `code`",
      "<p><strong>bold</strong> and <em>slanted</em> and <s>gone</s> and <code>code</code></p>",
    ],
    ["snake_case_name and 2*3*4", "<p>snake_case_name and 2*3*4</p>"],
    ["&lt;b&gt; &amp; Co", "<p>&lt;b&gt; &amp; Co</p>"],
    ["before\n```\n@book{a}\n&lt;x&gt;\n```", '<p>before</p><pre tabindex="0"><code>@book{a}\n&lt;x&gt;</code></pre>'],
    ["> quoted", "<blockquote>quoted</blockquote>"],
    [
      "*<https://a.example/?x=1&amp;y=2|A title>*",
      '<p><strong><a href="https://a.example/?x=1&amp;y=2" rel="noreferrer noopener">A title</a></strong></p>',
    ],
    ["<javascript:alert(1)|click>", "<p>click</p>"],
    ["<!channel> <@U1>", '<p><b class="mention">!channel</b> <b class="mention">@U1</b></p>'],
    ["<script>alert(1)</script>", "<p>scriptalert(1)/script</p>"],
  ])("%s", (text, shown) => {
    expect(viewMrkdwn(text).join("")).toBe(shown);
  });
});

describe("Markdown as Discord shows it", () => {
  it.each([
    [
      "**bold** and *slanted* and ~~gone~~ and `code`",
      "<p><strong>bold</strong> and <em>slanted</em> and <s>gone</s> and <code>code</code></p>",
    ],
    ["\\*not\\* \\<this\\>", "<p>*not* &lt;this&gt;</p>"],
    [
      "### [A title](https://a.example/)",
      '<h4><a href="https://a.example/" rel="noreferrer noopener">A title</a></h4>',
    ],
    [
      "[[Re] A\\: B](https://a.example/)",
      '<p><a href="https://a.example/" rel="noreferrer noopener">[Re] A\\: B</a></p>',
    ],
    ["-# small", '<p class="subtext">small</p>'],
    ["[click](javascript:alert)", "<p>click</p>"],
    [
      "<t:1767571200:f>",
      '<p><time datetime="2026-01-05T00:00:00.000Z" data-form="long">2026-01-05 00:00 UTC</time></p>',
    ],
    ["<@1234> @everyone", '<p><b class="mention">@1234</b> @everyone</p>'],
  ])("%s", (text, shown) => {
    expect(viewDiscordMarkdown(text).join("")).toBe(shown);
  });
});
