import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { productResource } from './product.policy.js';
import { ProductsService } from './products.service.js';

@ApiTags('Products')
@Controller('products')
export class ProductsController extends ResourceController(productResource) {
  constructor(products: ProductsService) {
    super(products);
  }
}
