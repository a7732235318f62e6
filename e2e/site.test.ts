import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { foreignRequests } from '../site/files.ts'
import { deadLinks } from '../site/links.ts'
import { listPages, placeOf, ROOT, sidebarOf, slugOf, targetOf } from '../site/pages.ts'

const pages = listPages()

/** The text of a page without its code, in which nothing is a link or a heading. */
const prose = (file: string) =>
  readFileSync(path.join(ROOT, file), 'utf8')
    .replace(/^( *)(```+|~~~+)[^\n]*\n[\s\S]*?^\1\2$/gm, '')
    .replace(/<!--[\s\S]*?-->/g, '')

/** What `#…` may name on a page: its headings, numbered where two are alike. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>()
  for (const [, heading = ''] of text.matchAll(/^#{1,6} +(.+?)(?: +#+)?$/gm)) {
    const slug = slugOf(heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, ''))
    let unique = slug
    for (let n = 1; anchors.has(unique); n += 1) unique = `${slug}-${n}`
    anchors.add(unique)
  }
  return anchors
}

/** Links and pictures of a page that are not of other hosts. */
function linksOf(file: string) {
  const text = prose(file).replace(/`[^`\n]*`/g, '')
  return [...text.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)].flatMap(([, link = '']) => {
    const target = targetOf(link, file)
    return target === null ? [] : [{ link, ...target }]
  })
}

describe('the pages of the site, which are those of the repository,', () => {
  it('link only to files that are there, and to headings that are on them', () => {
    const anchors = new Map(pages.map((file) => [file, anchorsOf(prose(file))]))
    const links = pages.flatMap((from) => linksOf(from).map((link) => ({ from, ...link })))
    expect(links.length).toBeGreaterThan(300)
    const dead = links.filter(({ file, anchor }) => {
      if (!existsSync(path.join(ROOT, file))) return true
      return anchor !== '' && anchors.get(file)?.has(anchor) !== true
    })
    expect(dead.map(({ from, link }) => `${from}: ${link}`)).toEqual([])
  })

  it('are in the sidebar, each once, and have an address of their own', () => {
    const shown = sidebarOf(pages).flatMap(({ items }) => items.map(({ link }) => link))
    expect(shown).toHaveLength(pages.length)
    expect(new Set(shown).size).toBe(shown.length)
    expect(new Set(pages.map((file) => placeOf(file).toLowerCase())).size).toBe(pages.length)
  })
})

describe('the build of the site', () => {
  it('finds what a page would load from other hosts, and leaves links to them alone', () => {
    const html =
      '<link rel="stylesheet" href="//cdn.test/a.css"><script src="https://cdn.test/a.js"></script><img src="/a.svg">'
    expect(foreignRequests(`${html}<a href="https://example.com">there</a>`)).toEqual([
      '//cdn.test/a.css',
      'https://cdn.test/a.js',
    ])
  })

  it('finds the links that lead nowhere in what it has made', () => {
    const outDir = mkdtempSync(path.join(tmpdir(), 'quiva-site-'))
    const write = (name: string, body: string) => writeFileSync(path.join(outDir, name), body)
    try {
      mkdirSync(path.join(outDir, 'tutorials'))
      write('logo.svg', '')
      write('keys.html', '<h2 id="limits">Limits</h2><img alt="" src="/logo.svg"><img alt="" src="/gone.svg">')
      write('tutorials/index.html', '<a href="/keys#limits">1</a><a href="../keys">2</a><a href="#here">3</a>')
      write('index.html', '<a href="/tutorials/">1</a><a href="https://a.test/b">2</a><a href="/keys#limit">3</a>')
      write('404.html', '<a href="/nowhere">1</a><script>"<a href=\'/code\'>"</script>')
      expect(deadLinks(outDir).toSorted()).toEqual([
        '404.html: /nowhere',
        'index.html: /keys#limit',
        'keys.html: /gone.svg',
        'tutorials/index.html: #here',
      ])
    } finally {
      rmSync(outDir, { recursive: true })
    }
  })
})
