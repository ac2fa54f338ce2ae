export { ArticlesModule } from './articles.module.js';
export { ArticleSearch } from './article-search.js';
export { PublishedArticles } from './published-articles.js';
export { readArticleQuery, readText, SEARCH_PARAMETERS } from './search-query.js';
