/**
 * Style sheets of the console as they must be in a shadow root on somebody else's page, where the window, the root
 * element and its size of text belong to that page.
 */
export function embedStyles(css: string, file: string): string {
  const adapted = file.endsWith('/tokens.css') ? themable(css) : css
  // What floats stands outside of the element's own width.
  const floats = /\/(dialog|floating|toast)\.module\.css$/.test(file)
  return adapted
    .replaceAll(/@media \(max-width: ([\d.]+)rem\)/g, (_, width: string) =>
      floats ? `@media (max-width: ${px(width)})` : `@container quiva (max-width: ${px(width)})`,
    )
    .replaceAll(/(?<![\w.-])(-?[\d.]+)rem\b/g, (_, size: string) => `calc(var(--rem) * ${size})`)
}

const px = (rem: string) => `${Number(rem) * 16}px`

/**
 * Each token of the console can be set on the element by the page: `--quiva-accent` for `--accent`. The theme is that of
 * the system, or of the attribute `theme`.
 */
function themable(css: string): string {
  const tokens = css.replaceAll(/--([\w-]+):\s*([^;]+);/g, '--$1: var(--quiva-$1, $2);')
  const dark = /@media \(prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}\s*\}/.exec(tokens)?.[1]
  if (dark === undefined) throw new Error('tokens.css has no dark theme where it was expected')
  return `${tokens
    .replace(
      /@media \(prefers-color-scheme: dark\) \{\s*:root \{/,
      '@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) {',
    )
    .replaceAll(':root', ':host')}
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; ${dark} }
`
}
