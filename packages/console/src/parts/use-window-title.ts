import { useEffect } from 'react'
import { useWindowName } from '../session/config.ts'
import { useEmbedding } from './embedding.ts'

/** Gives the window the title of the screen. */
export function useWindowTitle(title: string): void {
  const windowTitle = `${title} · ${useWindowName()}`
  // The window of another product has its own.
  const isOurs = useEmbedding() === undefined
  useEffect(() => {
    if (isOurs) document.title = windowTitle
  }, [windowTitle, isOurs])
}
