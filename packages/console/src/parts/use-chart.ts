import 'uplot/dist/uPlot.min.css'
import { type RefObject, useEffect, useRef } from 'react'
import type uPlot from 'uplot'

/**
 * Draws a chart into the element of the returned ref: again when `draw` is another function or the colours change, and
 * as wide as the element is. Callers keep `draw` with useCallback.
 */
export function useChart(draw: (element: HTMLElement) => uPlot): RefObject<HTMLDivElement | null> {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    let chart = draw(element)
    const redraw = () => {
      chart.destroy()
      chart = draw(element)
    }
    const dark = matchMedia('(prefers-color-scheme: dark)')
    dark.addEventListener('change', redraw)
    const sizes = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: chart.height }))
    sizes.observe(element)
    return () => {
      dark.removeEventListener('change', redraw)
      sizes.disconnect()
      chart.destroy()
    }
  }, [draw])
  return frame
}
