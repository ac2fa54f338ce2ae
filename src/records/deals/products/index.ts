export { ProductCatalogue, type ProductOffer } from './product-catalogue.js';
export { ProductsModule } from './products.module.js';
