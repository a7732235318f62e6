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

/** Shades of the accent. */
const DERIVED = ['accent-strong', 'accent-soft', 'accent-text', 'on-accent']

const FOR_THE_LIGHT = `--from-accent-soft: color-mix(in srgb, var(--quiva-accent) 9%, var(--surface));
--from-accent-text: oklch(from var(--quiva-accent) min(l, 0.48) c h);`
const FOR_THE_DARK = `--from-accent-soft: color-mix(in srgb, var(--quiva-accent) 14%, var(--surface));
--from-accent-text: oklch(from var(--quiva-accent) max(l, 0.76) c h);`

/**
 * The shades of the accent of a page that sets `--quiva-accent` alone. Without it, these have no valid value, and the
 * tokens are those of the console. What is written on it is white, or black where the accent is so light (its relative
 * luminance, WCAG 2.2, is the Y of XYZ) that black can be read better; under a pointer the accent moves away from that.
 * Browsers without relative colours (before 2024) take those of the console.
 */
const DERIVATION = `@supports (color: oklch(from red l c h)) {
:host {
--from-on-accent: color(from var(--quiva-accent) xyz-d65 clamp(0, (0.179 - y) * 9999, 0.9505) clamp(0, (0.179 - y) * 9999, 1) clamp(0, (0.179 - y) * 9999, 1.089));
--from-accent-strong: color-mix(in srgb, var(--quiva-accent) 80%, color(from var(--quiva-accent) xyz-d65 clamp(0, (y - 0.179) * 9999, 0.9505) clamp(0, (y - 0.179) * 9999, 1) clamp(0, (y - 0.179) * 9999, 1.089)));
${FOR_THE_LIGHT}
}
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) { ${FOR_THE_DARK} } }
:host([theme="dark"]) { ${FOR_THE_DARK} }
}
`

/**
 * Each token of the console can be set on the element by the page: `--quiva-accent` for `--accent`. The theme is that of
 * the system, or of the attribute `theme`.
 */
function themable(css: string): string {
  const tokens = css.replaceAll(
    /--([\w-]+):\s*([^;]+);/g,
    (_, name: string, value: string) =>
      `--${name}: var(--quiva-${name}, ${DERIVED.includes(name) ? `var(--from-${name}, ${value})` : value});`,
  )
  const dark = /@media \(prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}\s*\}/.exec(tokens)?.[1]
  if (dark === undefined) throw new Error('tokens.css has no dark theme where it was expected')
  return `${DERIVATION}${tokens
    .replace(
      /@media \(prefers-color-scheme: dark\) \{\s*:root \{/,
      '@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) {',
    )
    .replaceAll(':root', ':host')}
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; ${dark}}
`
}
