export { PublicKnowledgeBaseModule } from './public-knowledge-base.module.js';
