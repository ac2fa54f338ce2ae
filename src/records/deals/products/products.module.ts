import { Module } from '@nestjs/common';

import { ProductCatalogue } from './product-catalogue.js';
import { ProductsController } from './products.controller.js';
import { ProductsService } from './products.service.js';

@Module({
  controllers: [ProductsController],
  providers: [ProductsService, ProductCatalogue],
  exports: [ProductCatalogue],
})
export class ProductsModule {}
