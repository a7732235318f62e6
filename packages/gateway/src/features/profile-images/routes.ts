import type { Limiter } from '../../platform/throttle/limiter.ts'
import type { Server } from '../../transport/http/server.ts'
import type { Images } from './images.ts'
import { deleteProfileImage } from './operations/delete-profile-image.ts'
import { uploadProfileImage } from './operations/upload-profile-image.ts'
import { publicImageRoutes } from './public-image-routes.ts'

export function imageRoutes(app: Server, deps: { images: Images; anonymousLimit: Limiter }): void {
  uploadProfileImage(app, deps)
  deleteProfileImage(app, deps)
  publicImageRoutes(app, deps)
}
