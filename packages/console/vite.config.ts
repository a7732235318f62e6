import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { bounds } from './vite/bounds.ts'
import { compileTexts } from './vite/compile-texts.ts'
import { embedded } from './vite/embed.ts'

export default defineConfig({
  // The build is the same wherever it is started.
  root: import.meta.dirname,
  base: '/console/',
  plugins: [compileTexts(), react(), bounds(), embedded()],
  build: {
    // What the policy allows (docs/console.md): every file has its own address, nothing is written into the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs is one file.
          groups: [{ name: 'base', tags: ['$initial'] }],
        },
      },
    },
  },
  // `npm run dev -w packages/console` beside a gateway on its usual port.
  server: { proxy: { '^/(?!console/(?!session|config))': { target: 'http://localhost:8080', changeOrigin: true } } },
})
