import { useEffect } from 'react'
import { useTexts } from '../texts/use-texts.tsx'

/** Gives the window the title of the screen. */
export function useWindowTitle(title: string): void {
  const t = useTexts()
  const windowTitle = `${title} · ${t('app.name')}`
  useEffect(() => {
    document.title = windowTitle
  }, [windowTitle])
}
