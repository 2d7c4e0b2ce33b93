import { COLOURED } from './words';

/** The page's only style: the system's fonts, light and dark, a phone, a desktop and paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f8; --paper: #fff; --ink: #1a2230; --soft: #556072; --line: #dde2ea; --faint: #eef1f5;
  --accent: #1f56b5; --accent-soft: #e6eefb;
  --high: #a11a1f; --high-soft: #fdeceb; --medium: #7c4a03; --medium-soft: #fdf1da; --good: #17613b; --good-soft: #e3f4ea;
  --identity: #3a6db5; --boundary: #8a5cc0; --session: #24838f; --scp: #c0531b; --rcp: #ac3a7c; --resource: #4a8539; --vpcEndpoint: #8c6a2f; --none: #68768a; --unknown: #8f97a4;
  --band: #c7cedb; --edge: #7d889a;
  --h0: #eef1f5; --h1: #d9e5f8; --h2: #b1cbf0; --h3: #7ba5e3; --h4: #3f76cb; --h5: #1c4a9c; --h-low: #1a2230; --h-high: #fff;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10141b; --paper: #181e28; --ink: #e7ebf2; --soft: #a4aebe; --line: #2c3544; --faint: #212937;
    --accent: #8db6ff; --accent-soft: #1d2c47;
    --high: #ffb1ab; --high-soft: #3c1a1d; --medium: #f3cd82; --medium-soft: #372a11; --good: #8fdcb0; --good-soft: #14301f;
    --identity: #6f9fe6; --boundary: #b592e4; --session: #57bcc9; --scp: #ec8d55; --rcp: #df79b6; --resource: #82c06c; --vpcEndpoint: #c9a566; --none: #8d99ab; --unknown: #6f7989;
    --band: #343e50; --edge: #8793a6;
    --h0: #1f2734; --h1: #1f3354; --h2: #274a80; --h3: #3566b0; --h4: #6f9fe6; --h5: #b9d3ff; --h-low: #e7ebf2; --h-high: #10141b;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4.5rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere; }
header, main, footer, .bar-top { max-width: 1080px; margin: 0 auto; padding: 0 1.25rem; }
h1, h2, h3, h4, p, ul, ol, dl, figure { margin: 0; padding: 0; }
h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -.015em; font-weight: 680; }
h2 { font-size: 1.375rem; line-height: 1.3; letter-spacing: -.01em; margin-bottom: .875rem; }
h3 { font-size: 1rem; line-height: 1.4; }
h4 { font-size: .875rem; margin-top: .75rem; }
a { color: var(--accent); }
code, pre { font-family: var(--mono); font-size: .8125rem; }
h1, h2, h3, h4, p, li, td, th, dd, summary { unicode-bidi: isolate; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; z-index: 9; }
.hide { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.note, .more, .meta, .zone { color: var(--soft); font-size: .875rem; }
.count { display: inline-block; min-width: 1.5em; padding: 0 .5em; border-radius: 99px; background: var(--faint); color: var(--soft); font-size: .8125rem; font-weight: 600; line-height: 1.5rem; text-align: center; letter-spacing: 0; vertical-align: .08em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }

header { padding-top: 2.25rem; }
.brand { font-weight: 700; font-size: .9375rem; margin-bottom: .75rem; } .brand span { font-weight: 400; color: var(--soft); }
.zone { margin-top: .25rem; }
.line { margin: 1.25rem 0 1rem; padding: .875rem 1.125rem; border-radius: 10px; border-left: 5px solid var(--accent); background: var(--accent-soft); font-size: 1.125rem; font-weight: 600; line-height: 1.45; }
.line.good { border-color: var(--good); background: var(--good-soft); color: var(--good); }
.line.high { border-color: var(--high); background: var(--high-soft); color: var(--high); }
.line.medium { border-color: var(--medium); background: var(--medium-soft); color: var(--medium); }

.bar-top { position: sticky; top: 0; z-index: 5; display: flex; gap: .75rem 1.25rem; align-items: center; justify-content: space-between; padding-top: .625rem; padding-bottom: .625rem; background: var(--ground); border-bottom: 1px solid var(--line); }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.125rem; }
nav a { display: inline-block; padding: .125rem 0; color: var(--ink); text-decoration: none; font-size: .875rem; white-space: nowrap; } nav a:hover { color: var(--accent); text-decoration: underline; }
nav .count { line-height: 1.25rem; font-size: .75rem; }
#search { display: flex; align-items: center; gap: .75rem; flex: 0 0 auto; } #search[hidden] { display: none; }
#search input { font: inherit; font-size: .9375rem; width: 17rem; max-width: 100%; padding: .375rem .75rem; border: 1px solid var(--edge); border-radius: 8px; background: var(--paper); color: var(--ink); }
#search input::placeholder { color: var(--soft); opacity: 1; }
#search [role=status] { font-size: .875rem; color: var(--soft); white-space: nowrap; } #search [role=status]:empty { display: none; }

section.part { padding: 2.25rem 0 .5rem; }
.group { margin-top: 1.5rem; } h2 + .group { margin-top: 0; } .group > h3 { margin-bottom: .125rem; } .group > .note { margin-bottom: .5rem; }
.empty { padding: .875rem 1.125rem; background: var(--paper); border: 1px solid var(--line); border-radius: 10px; color: var(--soft); }
.empty.good { color: var(--good); background: var(--good-soft); border-color: transparent; }
.none, [hidden] { display: none !important; }

.cards { display: grid; gap: .875rem; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem 1.125rem; min-width: 0; }
.card.high { border-left: 5px solid var(--high); } .card.medium { border-left: 5px solid var(--medium); }
.card h3 { font-size: 1.0625rem; } .card > p:not(.tags):not(.meta) { margin-top: .5rem; max-width: 75ch; } .card > .facts, .card > details { margin-top: .75rem; }
.card ol, .card ul { padding-left: 1.375rem; max-width: 75ch; } .card > p + ul { margin-top: .25rem; }
.tags { display: flex; flex-wrap: wrap; gap: .375rem; margin-bottom: .5rem; }
.chip, .tag { display: inline-block; padding: 0 .625em; border-radius: 99px; font-size: .75rem; line-height: 1.375rem; font-weight: 600; white-space: nowrap; }
.tag { background: var(--faint); color: var(--soft); font-weight: 500; }
.chip { background: var(--faint); color: var(--ink); }
.chip.high { background: var(--high-soft); color: var(--high); text-transform: capitalize; } .chip.medium { background: var(--medium-soft); color: var(--medium); } .tags .chip { text-transform: capitalize; }
.chip.good { background: var(--good-soft); color: var(--good); } .chip.seen { background: var(--accent-soft); color: var(--accent); } .chip.muted { color: var(--soft); }
.meta > span + span::before { content: " · "; } .meta { display: block; } .meta b { font-weight: 600; }
.warn { color: var(--medium); }
.more { display: block; }
.chip + .more { margin-top: .125rem; }
summary { cursor: pointer; } summary .more { display: inline; }
.card > details > summary { color: var(--accent); font-size: .875rem; font-weight: 500; }
.facts { display: grid; gap: .5rem; font-size: .9375rem; max-width: 80ch; }
.facts > div { display: grid; grid-template-columns: 6.5rem 1fr; gap: .75rem; } .facts dt { color: var(--soft); font-size: .875rem; } .facts dd { margin: 0; min-width: 0; } .facts ul { padding-left: 1.125rem; }
details > .facts { margin-top: .75rem; }
.events { list-style: none; font-size: .875rem; margin-top: .75rem; } .card .events { padding: 0; max-width: none; } .events li { display: grid; grid-template-columns: 4.5rem 1fr; gap: .75rem; padding: .375rem 0; border-top: 1px solid var(--line); } .when { color: var(--soft); font-variant-numeric: tabular-nums; }

table { width: 100%; border-collapse: separate; border-spacing: 0; background: var(--paper); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; font-size: .9375rem; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: .625rem .75rem; text-align: left; vertical-align: top; font-weight: 400; } tbody > tr > * { border-top: 1px solid var(--line); }
th:first-child { padding-left: 1.25rem; } tr > :last-child { padding-right: 1.25rem; }
thead th { font-size: .8125rem; font-weight: 600; color: var(--soft); white-space: nowrap; background: var(--faint); padding-top: .4375rem; padding-bottom: .4375rem; }
.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; width: 1%; }
td.text { width: 22%; }
thead button { all: unset; cursor: pointer; } thead button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; } thead button:hover { color: var(--ink); }
thead button::after { content: "↕"; display: inline-block; width: 1em; margin-left: .125em; text-align: center; opacity: .65; } [aria-sort] button { color: var(--ink); } [aria-sort=ascending] button::after { content: "↑"; opacity: 1; } [aria-sort=descending] button::after { content: "↓"; opacity: 1; }
tbody th summary { font-weight: 600; }
tbody th details[open] { padding-bottom: .5rem; } .do { display: block; font-size: .875rem; margin-top: .125rem; } details[open] ~ .do { display: none; }
.key { font-weight: 500; }
.bar { display: block; width: 100%; max-width: 15rem; height: 4px; margin: .3125rem 0 .125rem; border-radius: 2px; } .bar rect { fill: var(--accent); } .bar .rest { fill: var(--faint); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 0 1.25rem; align-items: start; }
.names { columns: 3 15rem; padding: .5rem 0 0 1.125rem; font-size: .875rem; }

.tiles { list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin-bottom: 1rem; }
.tiles li { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: .75rem 1rem; min-width: 0; } .tiles .name { font-size: .8125rem; color: var(--soft); font-weight: 600; } .tiles strong { display: block; font-size: 1.5rem; line-height: 1.3; letter-spacing: -.01em; font-variant-numeric: tabular-nums; } .tiles .more { font-size: .8125rem; }
.tiles .bad { border-color: var(--high); } .tiles .bad strong { color: var(--high); }
.advice { margin-bottom: 1rem; padding: .875rem 1.125rem; background: var(--accent-soft); border-radius: 10px; }

.chart { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; margin-top: 1rem; } .chart .note { margin-bottom: .625rem; }
.drawing { display: block; width: 100%; height: auto; margin-top: .5rem; font-size: 12px; } .drawing text { fill: var(--soft); font-variant-numeric: tabular-nums; } .drawing .name { fill: var(--ink); font-size: 13px; }
.for-narrow, .narrow { display: none; } .meta > .narrow { display: none; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1rem; font-size: .8125rem; color: var(--soft); } .swatch { display: inline-block; width: .75rem; height: .75rem; border-radius: 3px; margin-right: .375rem; vertical-align: -.08em; } .ramp .swatch { margin: 0; border-radius: 0; width: 1.25rem; }
.grid line { stroke: var(--line); } .band rect { fill: var(--band); opacity: .55; } .swatch.band { background: var(--band); border-top: 2px solid var(--edge); } .edge line { stroke: var(--edge); stroke-width: 1.5; }
${COLOURED.map((layer) => `.l-${layer} { fill: var(--${layer}); background: var(--${layer}); }`).join('\n')}
${[0, 1, 2, 3, 4, 5].map((shade) => `rect.h${shade} { fill: var(--h${shade}); } i.h${shade} { background: var(--h${shade}); }`).join('\n')}
.drawing .on { fill: var(--h-low); } .drawing .on.h4, .drawing .on.h5 { fill: var(--h-high); }
.area { fill: var(--accent); opacity: .12; } .stroke { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; } .dot, circle.end { fill: var(--accent); } circle.end { stroke: var(--paper); stroke-width: 2; } .drawing text.end { fill: var(--ink); font-weight: 600; font-size: 13px; }
.numbers { margin-top: .75rem; } .numbers > summary { color: var(--accent); font-size: .875rem; } .scroll { overflow-x: auto; margin-top: .5rem; max-height: 26rem; } .plain { font-size: .8125rem; } .plain th, .plain td { padding: .25rem .625rem; white-space: nowrap; } .plain thead th { position: sticky; top: 0; }

.allows { list-style: none; } .card .allows { padding: 0; max-width: none; } .allows li { padding: .25rem 0; }
pre { margin: .5rem 0 0; padding: .875rem 1rem; background: var(--faint); border-radius: 8px; overflow: auto; max-height: 30rem; white-space: pre-wrap; line-height: 1.5; }
.json { position: relative; } .copy { position: absolute; right: .5rem; margin-top: .5rem; font: inherit; font-size: .8125rem; padding: .125rem .625rem; border: 1px solid var(--edge); border-radius: 6px; background: var(--paper); color: var(--ink); cursor: pointer; } .copy + pre { margin-top: .5rem; padding-right: 5.5rem; }
.sensitive { margin-top: .875rem; padding: .75rem 1rem; border: 1px solid var(--medium); border-radius: 8px; } .sensitive details { margin-top: .5rem; }
footer { padding-top: 2.5rem; padding-bottom: 3rem; color: var(--soft); font-size: .875rem; }

@media (max-width: 1000px) { .bar-top { flex-direction: column; align-items: stretch; } #search label { flex: 1; } #search input { width: 100%; } }
@media (max-width: 640px) {
  header, main, footer, .bar-top { padding-left: 1rem; padding-right: 1rem; }
  header { padding-top: 1.5rem; } h1 { font-size: 1.5rem; } .line { font-size: 1rem; padding: .75rem .875rem; }
  .bar-top { position: static; padding-top: .75rem; } nav ul { gap: .375rem .5rem; } nav a { padding: .25rem .75rem; background: var(--paper); border: 1px solid var(--line); border-radius: 99px; }
  html { scroll-padding-top: 0; }
  #search input { font-size: 16px; }
  thead th.text { white-space: normal; } .wide { display: none; } .for-wide { display: none; } .for-narrow { display: block; } .meta > .narrow { display: inline; }
  th, td { padding: .625rem .5rem; } th:first-child { padding-left: .875rem; } tr > :last-child { padding-right: .875rem; }
  .card, .chart { padding: .875rem .875rem 1rem; } .facts > div { grid-template-columns: 1fr; gap: 0; }
  .tiles { grid-template-columns: 1fr 1fr; gap: .5rem; } .tiles li { padding: .625rem .75rem; } .tiles strong { font-size: 1.25rem; }
  .events li { grid-template-columns: 1fr; gap: 0; }
}
@media print {
  :root { --ground: #fff; }
  body { font-size: 10pt; } header, main, footer { max-width: none; padding: 0; } .bar-top, .skip, .copy, .numbers { display: none; }
  section.part { padding-top: 1.25rem; } .card, tr, .chart, .tiles li, .group > h3 { break-inside: avoid; } h2, h3 { break-after: avoid; } thead { display: table-header-group; }
  pre { max-height: none; } thead button::after { display: none; } * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`;
