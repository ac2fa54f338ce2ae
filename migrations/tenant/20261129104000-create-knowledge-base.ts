import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Those that the server knows the endings of words in. */
const LANGUAGES = [
  ...['danish', 'dutch', 'english', 'finnish', 'french', 'german', 'hungarian', 'italian'],
  ...['norwegian', 'portuguese', 'romanian', 'russian', 'spanish', 'swedish', 'turkish'],
];

export class CreateKnowledgeBase20261129104000 implements MigrationInterface {
  name = 'CreateKnowledgeBase20261129104000';

  async up(runner: QueryRunner): Promise<void> {
    // With and without accents is the same word.
    for (const language of ['simple', ...LANGUAGES]) {
      const dictionary = language === 'simple' ? 'simple' : `${language}_stem`;
      await runner.query(`
        CREATE TEXT SEARCH CONFIGURATION knowledge_${language} (COPY = pg_catalog.${language});
        ALTER TEXT SEARCH CONFIGURATION knowledge_${language}
          ALTER MAPPING FOR hword, hword_part, word WITH unaccent, ${dictionary};
      `);
    }
    await runner.query(`
      CREATE TABLE article_categories (
        id uuid PRIMARY KEY,
        external_id text,
        name text NOT NULL,
        slug text NOT NULL,
        description text,
        position integer NOT NULL DEFAULT 0,
        parent_id uuid REFERENCES article_categories (id),
        tags text[] NOT NULL DEFAULT '{}',
        custom_fields jsonb NOT NULL DEFAULT '{}',
        owner_id uuid REFERENCES members (id),
        created_at timestamptz(3) NOT NULL,
        created_by uuid NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        updated_by uuid NOT NULL,
        version integer NOT NULL,
        deleted_at timestamptz(3)
      );
      CREATE UNIQUE INDEX article_categories_external_id ON article_categories (external_id) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX article_categories_slug ON article_categories (slug) WHERE deleted_at IS NULL;
      CREATE INDEX article_categories_created ON article_categories (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX article_categories_parent ON article_categories (parent_id);
      SELECT adopt_record_table('article_categories', 'name', 'description');

      CREATE TABLE articles (
        id uuid PRIMARY KEY,
        external_id text,
        title text NOT NULL,
        slug text NOT NULL,
        summary text,
        body text NOT NULL,
        category_id uuid REFERENCES article_categories (id),
        locale text NOT NULL,
        visibility text NOT NULL,
        status text NOT NULL,
        published_version integer,
        published_at timestamptz(3),
        has_changes boolean NOT NULL,
        tags text[] NOT NULL DEFAULT '{}',
        custom_fields jsonb NOT NULL DEFAULT '{}',
        owner_id uuid REFERENCES members (id),
        created_at timestamptz(3) NOT NULL,
        created_by uuid NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        updated_by uuid NOT NULL,
        version integer NOT NULL,
        deleted_at timestamptz(3)
      );
      CREATE UNIQUE INDEX articles_external_id ON articles (external_id) WHERE deleted_at IS NULL;
      CREATE UNIQUE INDEX articles_slug ON articles (slug) WHERE deleted_at IS NULL;
      CREATE INDEX articles_created ON articles (created_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX articles_updated ON articles (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX articles_owner ON articles (owner_id, created_at) WHERE deleted_at IS NULL;
      CREATE INDEX articles_category ON articles (category_id);
      CREATE INDEX articles_public ON articles (published_at, id)
        WHERE deleted_at IS NULL AND status = 'published' AND visibility = 'public';
      SELECT adopt_record_table('articles', 'title', 'summary', 'body');

      CREATE TABLE article_versions (
        article_id uuid NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        number integer NOT NULL,
        title text NOT NULL,
        summary text,
        body text NOT NULL,
        published_at timestamptz(3) NOT NULL,
        published_by uuid NOT NULL,
        PRIMARY KEY (article_id, number)
      );

      CREATE TABLE published_articles (
        article_id uuid PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
        number integer NOT NULL,
        title text NOT NULL,
        summary text,
        html text NOT NULL,
        rules integer NOT NULL,
        text text NOT NULL,
        language text NOT NULL,
        words tsvector NOT NULL
      );
      CREATE INDEX published_articles_words ON published_articles USING gin (words) WITH (fastupdate = off);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE published_articles, article_versions, articles, article_categories');
    for (const language of ['simple', ...LANGUAGES])
      await runner.query(`DROP TEXT SEARCH CONFIGURATION knowledge_${language}`);
  }
}
