import { Global, Module } from '@nestjs/common';
import { SavedViews } from '../../platform/resource/lists/saved-views.js';
import { ViewDirectory } from './view-directory.js';
import { ViewShield } from './view-shield.js';
import { ViewsController } from './views.controller.js';
import { ViewsService } from './views.service.js';

/** Global: it binds the platform's port to saved views. */
@Global()
@Module({
  controllers: [ViewsController],
  providers: [ViewShield, ViewsService, { provide: SavedViews, useClass: ViewDirectory }],
  exports: [ViewsService, SavedViews],
})
export class ViewsModule {}
