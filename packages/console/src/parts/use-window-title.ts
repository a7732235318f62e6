import { useEffect } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { useEmbedding } from './embedding.ts'

/** Gives the window the title of the screen. */
export function useWindowTitle(title: string): void {
  const t = useTexts()
  const windowTitle = `${title} · ${t('app.name')}`
  // The window of another product has its own.
  const isOurs = useEmbedding() === undefined
  useEffect(() => {
    if (isOurs) document.title = windowTitle
  }, [windowTitle, isOurs])
}
