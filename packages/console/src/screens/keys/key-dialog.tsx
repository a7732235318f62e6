import { lazy, Suspense } from 'react'
import type { ListedKey } from './key-queries.ts'

/** What is done to which key, each in a dialog. */
export type OpenDialog = {
  kind: 'edit' | 'limits' | 'extend' | 'rotate' | 'disable' | 'top-up' | 'delete'
  key: ListedKey
}

/** Loaded when one is opened. */
const dialogs = {
  edit: lazy(async () => ({ default: (await import('./edit-key.tsx')).EditKey })),
  limits: lazy(async () => ({ default: (await import('./edit-limits.tsx')).EditLimits })),
  extend: lazy(async () => ({ default: (await import('./extend-key.tsx')).ExtendKey })),
  rotate: lazy(async () => ({ default: (await import('./rotate-key.tsx')).RotateKey })),
  disable: lazy(async () => ({ default: (await import('./disable-key.tsx')).DisableKey })),
  'top-up': lazy(async () => ({ default: (await import('./top-up.tsx')).TopUp })),
  delete: lazy(async () => ({ default: (await import('./delete-key.tsx')).DeleteKey })),
}

export function KeyDialog({
  open,
  onClose,
  onDeleted,
}: {
  open: OpenDialog | undefined
  onClose: () => void
  /** After the receipt was read: the key's own page has nothing to show any more. */
  onDeleted?: () => void
}) {
  if (!open) return null
  const Chosen = dialogs[open.kind]
  return (
    <Suspense>
      <Chosen of={open.key} onClose={onClose} onDeleted={onDeleted} />
    </Suspense>
  )
}
