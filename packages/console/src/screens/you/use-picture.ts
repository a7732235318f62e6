import { useClient } from '../../gateway-context.tsx'
import { useAct } from '../../shell/use-act.ts'
import { useTexts } from '../../texts/use-texts.tsx'

const TYPES = 'image/png,image/jpeg,image/webp,image/gif'
const MOST_BYTES = 5 * 1024 * 1024

/** Chooses, sends and removes the profile picture. */
export function usePicture() {
  const client = useClient()
  const t = useTexts()
  const upload = useAct(
    async (file: File) => {
      if (file.size > MOST_BYTES) throw new RangeError(t('you.picture.too-large'))
      const body = { file_name: file.name, content_type: file.type, file: await inBase64(file) }
      return client.POST('/accounts/profile-image', { body })
    },
    { reads: ['me'], say: t('you.picture.saved') },
  )
  const remove = useAct(() => client.DELETE('/accounts/profile-image'), {
    reads: ['me'],
    say: t('you.picture.removed'),
  })
  return {
    busy: upload.isPending || remove.isPending,
    error: upload.problem ?? remove.problem,
    choose() {
      const input = document.createElement('input')
      input.type = 'file'
      input.accept = TYPES
      input.onchange = () => {
        const file = input.files?.[0]
        if (file) upload.mutate(file)
      }
      input.click()
    },
    remove: () => remove.mutate(),
  }
}

async function inBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
