/**
 * The one style sheet of the small pages. It is inlined, and the Content-Security-Policy allows exactly this text by
 * its hash, with the colours of a brand behind it: no value of a request is ever interpolated. Light or dark follows the system's setting.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --text: #1b2027; --muted: #5a6572; --page: #f3f5f8; --card: #fff; --line: #dbe1e8; --field: #8791a0;
  --accent: #2450d3; --accent-strong: #1b3fae; --on-accent: #fff; --good: #177245; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e7ebf0; --muted: #9da9b7; --page: #11151b; --card: #1a2028; --line: #2d3641; --field: #6d7a8a;
    --accent: #86a8ff; --accent-strong: #a9c1ff; --on-accent: #0c1633; --good: #62cf97; --bad: #ff8f85;
  }
}
* { box-sizing: border-box }
body {
  margin: 0; min-height: 100vh; padding: 12vh 1rem 2rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
header, main { width: 100%; max-width: 29rem; margin: 0 auto }
header { padding: 0 .25rem .9rem; font-weight: 650 }
header img { display: block; height: 2.25rem; max-width: 14rem; margin-bottom: .5rem }
header span { color: var(--muted); font-weight: 400 }
main {
  padding: 1.75rem 1.75rem 1.9rem; background: var(--card); border: 1px solid var(--line); border-radius: .8rem;
  box-shadow: 0 1px 2px rgb(0 0 0 / .04), 0 8px 24px rgb(0 0 0 / .05); overflow-wrap: anywhere;
}
h1 { margin: 0 0 .75rem; font-size: 1.4rem; line-height: 1.25; font-weight: 650; text-wrap: balance }
p { margin: 0 0 .85rem }
main > :last-child, form > :last-child { margin-bottom: 0 }
ul { margin: 0 0 .85rem; padding-left: 1.2rem }
li { margin-bottom: .35rem }
strong { font-weight: 600 }
code, input { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace }
code { padding: .08em .35em; background: var(--page); border: 1px solid var(--line); border-radius: .3rem; font-size: .9em; white-space: nowrap }
.mark { display: block; width: 2.5rem; height: 2.5rem; margin-bottom: .9rem; color: var(--good) }
.mark.problem { color: var(--bad) }
form { margin: 1.25rem 0 .85rem }
label { display: block; margin-bottom: .35rem; font-weight: 600 }
.hint { color: var(--muted); font-size: .9rem }
.error { color: var(--bad); font-weight: 600 }
input {
  display: block; width: 100%; margin-bottom: 1rem; padding: .6rem .75rem; background: var(--card); color: inherit;
  border: 1px solid var(--field); border-radius: .5rem; font-size: 1.3rem; letter-spacing: .08em;
}
input[hidden] { display: none }
input[type=checkbox] { display: inline-block; width: auto; margin: 0 .45rem 0 0; font-size: inherit }
fieldset { margin: 0 0 1rem; padding: .85rem 1rem; border: 1px solid var(--line); border-radius: .5rem }
legend { padding: 0 .35rem; font-weight: 600 }
label.choice { margin: 0 }
input[aria-invalid] { border-color: var(--bad) }
button {
  display: block; width: 100%; padding: .7rem 1rem; border: 0; border-radius: .5rem; background: var(--accent);
  color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer;
}
button:hover { background: var(--accent-strong) }
a { color: var(--accent); text-underline-offset: .15em }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
@media (max-width: 26rem) { body { padding-top: 1.5rem } main { padding: 1.35rem 1.25rem } code { white-space: normal } }
@media (forced-colors: active) { button { border: 1px solid } }
`
