import { Dialog } from '@base-ui/react/dialog'
import { useTexts } from '../texts/use-texts.tsx'
import { Navigation } from './navigation.tsx'
import styles from './shell.module.css'

/** The navigation on small screens. */
export function Drawer({ onClose, onSearch }: { onClose: () => void; onSearch: () => void }) {
  const t = useTexts()
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.drawerBackdrop} />
        <Dialog.Popup className={styles.drawer} aria-label={t('nav.label')}>
          <Navigation onSearch={onSearch} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
