import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { build, type Plugin, type Rolldown } from 'vite'
import { compileTexts } from './compile-texts.ts'
import { embedStyles } from './embed-styles.ts'

/** In bytes, as gzip makes them: what a page loads before it shows the list, with all styles. */
const MOST_BYTES = 190_000

const root = path.join(import.meta.dirname, '..')
const PLACEHOLDER = '__QUIVA_STYLES__'

/** Only the texts that the element shows. */
function fewTexts(): Plugin {
  return {
    name: 'few-texts',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/src/texts/texts.ts')) return undefined
      const few = code.replace("'./*/*.ts'", "'./*/common.ts', './*/keys.ts', './*/embed.ts'")
      if (few === code) throw new Error('texts.ts finds its catalogues in another way')
      return few
    },
  }
}

function adaptStyles(): Plugin {
  return {
    name: 'adapt-styles',
    enforce: 'pre',
    transform: (code, id) => (/\.css$/.test(id) ? embedStyles(code, id) : undefined),
  }
}

/** Builds `<quiva-keys>` beside the console: a script that has all styles as a text, and loads the rest when it is needed. */
async function buildElement(): Promise<{ fileName: string; code: string }[]> {
  const built = await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'warn',
    plugins: [fewTexts(), compileTexts(), adaptStyles(), react()],
    build: {
      write: false,
      target: 'es2023',
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: path.join(root, 'src/embed/element.tsx'),
        output: {
          entryFileNames: 'quiva-keys.js',
          chunkFileNames: 'assets/[name]-[hash].js',
          codeSplitting: { groups: [{ name: 'base', tags: ['$initial'] }] },
        },
      },
    },
  })
  const { output } = built as Rolldown.RolldownOutput
  const styles = output.filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'))
  const [style] = styles
  if (style?.type !== 'asset' || styles.length > 1) throw new Error('the element has not one style sheet')
  return output.flatMap((file) =>
    file.type === 'chunk'
      ? [{ fileName: file.fileName, code: file.code.replace(PLACEHOLDER, () => JSON.stringify(String(style.source))) }]
      : [],
  )
}

export function embedded(): Plugin {
  return {
    name: 'embedded',
    apply: 'build',
    async generateBundle() {
      const scripts = await buildElement()
      const first = scripts.filter(({ fileName }) => /^quiva-keys\.js$|^assets\/base-/.test(fileName))
      const size = first.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0)
      this.info(`<quiva-keys> weighs ${(size / 1000).toFixed(1)} of ${MOST_BYTES / 1000} kB (gzip)`)
      if (size > MOST_BYTES) this.error(`<quiva-keys> is too large: ${size} bytes`)
      for (const { fileName, code } of scripts)
        this.emitFile({ type: 'asset', fileName: `embed/${fileName}`, source: code })
      for (const name of ['index.html', 'page.css']) {
        const source = await readFile(path.join(root, 'src/embed', name))
        this.emitFile({ type: 'asset', fileName: `embed/${name}`, source })
      }
    },
  }
}
