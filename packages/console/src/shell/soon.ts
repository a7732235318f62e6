/**
 * What most screens need, but none to be seen at first: loaded when the first screen stands. A further screen then
 * brings only what is its own. What does not come, whoever needs it asks for again.
 */
export function loadSoon(): void {
  const parts = [
    import('./drawer.tsx'),
    import('../parts/toast-region.tsx'),
    import('../parts/open-menu.tsx'),
    import('../parts/dialog.tsx'),
    import('../parts/select.tsx'),
    import('../parts/checks.tsx'),
    import('../parts/data-list.tsx'),
    import('../parts/use-pages.ts'),
    import('../parts/time.tsx'),
  ]
  void Promise.allSettled(parts)
}
