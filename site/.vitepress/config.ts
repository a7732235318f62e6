import { readdirSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'vitepress'
import { foreignInStyles, foreignRequests, openFiles } from '../files.ts'
import { deadLinks } from '../links.ts'
import { listPages, placeOf, ROOT, sidebarOf, slugOf, targetOf } from '../pages.ts'

const pages = listPages()
const files = openFiles()

export default defineConfig({
  title: 'Quiva Gateway',
  description: 'An open, self-hosted gateway: accounts, sign-in and API keys behind one HTTP API',
  lang: 'en',
  srcDir: ROOT,
  // Otherwise it looks for files of this name everywhere.
  additionalConfig: false,
  srcExclude: ['!(docs|packages)/**/*', 'packages/*/*/**/*'],
  rewrites: Object.fromEntries(pages.map((file) => [file, placeOf(file)])),
  outDir: path.join(ROOT, 'site/dist'),
  cleanUrls: true,
  // Of the reader's own gateway.
  ignoreDeadLinks: 'localhostLinks',
  // As the console: what the system says.
  appearance: 'force-auto',
  head: [['link', { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' }]],
  vite: { publicDir: path.join(ROOT, 'packages/console/public') },
  markdown: {
    eagerFrontmatterInterpolation: false,
    anchor: { slugify: slugOf },
    config(md) {
      // Pages are plain Markdown: nothing in them is a template.
      for (const kind of ['text', 'code_inline'] as const) {
        const render = md.renderer.rules[kind]
        md.renderer.rules[kind] = (...args) => (render?.(...args) ?? '').replaceAll('{{', '&#123;&#123;')
      }
      // Links are relative to the files, so that they hold on GitHub; here they lead to the pages.
      md.core.ruler.push('files_to_pages', ({ tokens, env }) => {
        const from = path.relative(ROOT, env.realPath ?? env.path)
        for (const link of tokens
          .flatMap(({ children }) => children ?? [])
          .filter(({ type }) => type === 'link_open')) {
          const href = link.attrGet('href') ?? ''
          const target = href.startsWith('#') ? null : targetOf(href, from)
          if (target === null) continue
          const { file, anchor } = target
          const address = pages.includes(file) ? `/${placeOf(file)}` : files.addressOf(file, from)
          if (address?.startsWith('/files/')) link.attrSet('target', '_blank')
          link.attrSet('href', `${address ?? '/'}${anchor && `#${anchor}`}`)
        }
      })
    },
  },
  transformHtml(html, id) {
    const foreign = foreignRequests(html)
    if (foreign.length > 0) throw new Error(`${id} would load ${foreign.join(', ')}`)
  },
  buildEnd({ outDir }) {
    files.copyTo(outDir)
    const dead = deadLinks(outDir)
    if (dead.length > 0) throw new Error(`links lead nowhere:\n${dead.join('\n')}`)
    const sheets = readdirSync(outDir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'))
    const foreign = sheets.flatMap((name) => foreignInStyles(path.join(outDir, name)))
    if (foreign.length > 0) throw new Error(`the styles would load ${foreign.join(', ')}`)
  },
  themeConfig: {
    logo: '/favicon.svg',
    search: {
      provider: 'local',
      // Serialised for the browser, so it uses nothing from here.
      options: {
        miniSearch: {
          options: {
            // A word of null is not searched for. Of the others the stem is, so that "revoke" finds "revocation".
            processTerm: (term) =>
              /^(?:an?|and|are|as|at|by|can|do|for|how|i|in|is|it|my|of|on|or|the|to|what|with|.)$/i.test(term)
                ? null
                : term
                    .toLowerCase()
                    .replace(/^(.{4,}?)(?:ations?|ings?|ed|es?|s)$/, '$1')
                    .replace(/^revoc$/, 'revok'),
          },
          searchOptions: {
            // Who searches wants a page that says how, rather than a record or a list.
            boostDocument: (id) =>
              /^\/(?:asvs|benchmarks|decisions|dependencies|simulation|ARCHITECTURE|CHANGELOG|CONTRIBUTING)/.test(id)
                ? 0.3
                : 1,
          },
        },
      },
    },
    outline: { level: [2, 3] },
    notFound: {
      title: 'There is no page here',
      quote: 'The address may be mistyped, or the page may have moved. The search finds pages by their words.',
      linkText: 'To the start',
    },
    nav: [
      { text: 'Tutorials', link: '/tutorials/' },
      { text: 'Configuration', link: '/configuration' },
      { text: 'Errors', link: '/errors' },
      { text: 'Decisions', link: '/decisions/' },
    ],
    sidebar: sidebarOf(pages),
  },
})
