import type { ListedKey } from './key-queries.ts'

/** Of each dialog about one key. `onDeleted`: after the receipt of its deletion was read. */
export type KeyDialogProps = { of: ListedKey; onClose: () => void; onDeleted?: (() => void) | undefined }
