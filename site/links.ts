import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Links and pictures of pages as they were built that lead to no file of the site, or to no place on the page. */
export function deadLinks(outDir: string): string[] {
  const names = readdirSync(outDir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'))
  const built = new Map(names.map((name) => [name, readPage(path.join(outDir, name))]))
  return names.flatMap((name) =>
    (built.get(name)?.links ?? []).flatMap((link) => {
      const [address = '', anchor = ''] = link.split('#')
      const from = new URL(name, 'http://site.test/')
      const to = decodeURIComponent(new URL(address, from).pathname).slice(1)
      const file =
        address === '' ? name : [`${to}.html`, path.posix.join(to, 'index.html'), to].find((one) => isFile(outDir, one))
      const isThere = file !== undefined && (anchor === '' || built.get(file)?.ids.has(decodeURIComponent(anchor)))
      return isThere ? [] : [`${name}: ${link}`]
    }),
  )
}

const isFile = (outDir: string, name: string) => /\.\w+$/.test(name) && existsSync(path.join(outDir, name))

function readPage(file: string) {
  const html = readFileSync(file, 'utf8').replace(/<script\b[\s\S]*?<\/script>/g, '')
  const values = (pattern: RegExp) =>
    [...html.matchAll(pattern)].map(([, value = '']) => value.replaceAll('&amp;', '&'))
  const links = values(/<(?:a|img|link)\b[^>]*?\s(?:href|src)="([^"]*)"/g)
  return {
    ids: new Set(values(/\sid="([^"]*)"/g)),
    links: links.filter((link) => !/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(link)),
  }
}
