import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import { measure, type Script, type Size } from './sizes.ts'

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1).padStart(5)
const line = ({ name, bytes, bound }: Size) => `${kilobytes(bytes)} of ${kilobytes(bound)} kB  ${name}`
// As the gateway compresses them.
const gzipped = (content: string | Uint8Array) => gzipSync(content, { level: 9 }).length

/** Prints what the screens weigh, and fails the build over a bound (docs/console.md). */
export function bounds(): Plugin {
  let root = ''
  let print: (text: string) => void = () => undefined
  return {
    name: 'bounds',
    apply: 'build',
    configResolved({ root: configured, logger }) {
      root = configured
      print = (text) => logger.info(text)
    },
    writeBundle(_, bundle) {
      const files = Object.values(bundle)
      const scripts = files.flatMap((file): Script[] =>
        file.type === 'chunk'
          ? [
              {
                file: file.fileName,
                sources: [...new Set([...file.moduleIds, ...(file.facadeModuleId ? [file.facadeModuleId] : [])])].map(
                  (id) => path.relative(root, id),
                ),
                brings: [...file.imports, ...(file.viteMetadata?.importedCss ?? [])],
                later: file.dynamicImports,
              },
            ]
          : [],
      )
      const bytes = files.map(
        (file) => [file.fileName, gzipped(file.type === 'chunk' ? file.code : file.source)] as const,
      )
      const sizes = measure(scripts, new Map(bytes))
      print(['What the screens weigh (gzip):', ...sizes.map(line)].join('\n'))
      const tooLarge = sizes.filter((size) => size.bytes > size.bound)
      if (tooLarge.length > 0) throw new Error(`too large:\n${tooLarge.map(line).join('\n')}`)
    },
  }
}
