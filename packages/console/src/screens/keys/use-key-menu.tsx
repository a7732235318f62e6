import { BatteryPlus, CalendarPlus, Copy, Eye, Gauge, Pencil, Power, PowerOff, RefreshCw, Trash2 } from 'lucide-react'
import type { MenuItem } from '../../parts/menu.tsx'
import { useSay } from '../../parts/toast.tsx'
import { useTexts } from '../../texts/use-texts.tsx'
import type { OpenDialog } from './key-dialog.tsx'
import type { ListedKey } from './key-queries.ts'
import { usePlaces } from './places.tsx'
import { useKeyRights } from './use-key-rights.ts'
import { useUpdateKey } from './use-update-key.ts'

/** What one may do with a key, for its row and for its page. `within`: on its own page, which has the rest as buttons. */
export function useKeyMenu(
  open: (dialog: OpenDialog) => void,
  { within = false }: { within?: boolean } = {},
): (key: ListedKey) => readonly MenuItem[] {
  const t = useTexts()
  const say = useSay()
  const { go } = usePlaces()
  const may = useKeyRights()
  const update = useUpdateKey()
  return (key) => {
    const changes = may('updateApiKey', key)
    const canRotate = may('rotateApiKey', key) && !key.disabled && key.replaced_by === null
    const items: (MenuItem | false)[] = [
      !within && {
        label: t('keys.action.open'),
        icon: <Eye aria-hidden="true" />,
        onSelect: () => go({ kind: 'key', id: key.id }),
      },
      {
        label: t('keys.action.copy-id'),
        icon: <Copy aria-hidden="true" />,
        onSelect: () => void navigator.clipboard.writeText(key.id).then(() => say(t('keys.said.copied'))),
      },
      !within &&
        changes && {
          label: t('keys.action.edit'),
          icon: <Pencil aria-hidden="true" />,
          onSelect: () => open({ kind: 'edit', key }),
        },
      changes && {
        label: t('keys.action.limits'),
        icon: <Gauge aria-hidden="true" />,
        onSelect: () => open({ kind: 'limits', key }),
      },
      !within &&
        canRotate && {
          label: t('keys.action.rotate'),
          icon: <RefreshCw aria-hidden="true" />,
          onSelect: () => open({ kind: 'rotate', key }),
        },
      changes &&
        key.replaced_by === null && {
          label: t('keys.action.extend'),
          icon: <CalendarPlus aria-hidden="true" />,
          onSelect: () => open({ kind: 'extend', key }),
        },
      key.quota !== null &&
        may('topUpApiKeyQuota', key) && {
          label: t('keys.action.top-up'),
          icon: <BatteryPlus aria-hidden="true" />,
          onSelect: () => open({ kind: 'top-up', key }),
        },
      changes &&
        (key.disabled
          ? {
              label: t('keys.action.enable'),
              icon: <Power aria-hidden="true" />,
              onSelect: () =>
                update.mutate(
                  { key, changes: { disabled: false } },
                  {
                    onSuccess: () => say(t('keys.said.enabled', { name: key.name })),
                    onError: (error) => say(t('error.title'), error.message),
                  },
                ),
            }
          : {
              label: t('keys.action.disable'),
              icon: <PowerOff aria-hidden="true" />,
              onSelect: () => open({ kind: 'disable', key }),
            }),
      may('deleteApiKey', key) && { kind: 'separator' },
      may('deleteApiKey', key) && {
        label: t('keys.action.delete'),
        icon: <Trash2 aria-hidden="true" />,
        onSelect: () => open({ kind: 'delete', key }),
      },
    ]
    return items.filter((item) => item !== false)
  }
}
