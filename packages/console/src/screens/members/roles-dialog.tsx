import { roles } from '../../../../gateway/src/platform/values/roles.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Facts } from '../../parts/page.tsx'
import { useTexts } from '../../texts/use-texts.tsx'

export function RolesDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTexts()
  return (
    <Dialog open={open} onClose={onClose} title={t('members.roles.title')} wide>
      <Facts of={roles.map((role) => [t(`role.${role}`), t(`role.text.${role}`)] as const)} />
    </Dialog>
  )
}
