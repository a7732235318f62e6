import { pathToFileURL } from 'node:url'
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import type { Plugin } from 'vite'

const CATALOGUE = /\/src\/texts\/[a-z]{2}(-[A-Z]{2})?\/[a-z-]+\.ts$/

/**
 * Replaces each catalogue (`src/texts/<language>/<screen>.ts`, texts in the ICU message format by their names) by the
 * form that Lingui reads at run time, so that no parser is shipped. A text that is not well formed fails the build.
 */
export function compileTexts(): Plugin {
  return {
    name: 'compile-texts',
    enforce: 'pre',
    async load(id) {
      if (!CATALOGUE.test(id)) return undefined
      // The query makes Node.js read a changed file again while the development server runs.
      const { default: texts }: { default: Record<string, string> } = await import(
        `${pathToFileURL(id).href}?read=${Date.now()}`
      )
      const compiled = Object.entries(texts).map(([name, text]) => [name, compileMessageOrThrow(text)])
      return { code: `export default ${JSON.stringify(Object.fromEntries(compiled))}`, moduleType: 'js' }
    },
  }
}
