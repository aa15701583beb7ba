-- Two databases and four accounts, each with no more than it needs. Run by psql as a superuser:
-- once for a new server, and again after a password was changed. It reads the passwords out of the
-- addresses in the folder that $LANTERN_SECRETS names (deploy/secrets.sh makes them).
--   lantern_loader      owns the legal tables: migrates and fills them
--   lantern_reader      reads them: the action server, the preview
--   lantern_preview     owns the preview's tables: accounts, comments, signatures
--   lantern_signatures  reads signatures and nothing of the accounts: the Rasa server
\set ON_ERROR_STOP on
\set loader `sed -E 's|^[^:]*://[^:]*:([^@]*)@.*|\1|' "$LANTERN_SECRETS/legal_loader_url"`
\set reader `sed -E 's|^[^:]*://[^:]*:([^@]*)@.*|\1|' "$LANTERN_SECRETS/legal_reader_url"`
\set preview `sed -E 's|^[^:]*://[^:]*:([^@]*)@.*|\1|' "$LANTERN_SECRETS/preview_url"`
\set signatures `sed -E 's|^[^:]*://[^:]*:([^@]*)@.*|\1|' "$LANTERN_SECRETS/signatures_url"`

SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY['lantern_loader', 'lantern_reader', 'lantern_preview', 'lantern_signatures']) AS name
WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
-- A password in a statement can get into the server's log.
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
SET log_min_duration_statement = -1;
ALTER ROLE lantern_loader PASSWORD :'loader';
ALTER ROLE lantern_reader PASSWORD :'reader';
ALTER ROLE lantern_preview PASSWORD :'preview';
ALTER ROLE lantern_signatures PASSWORD :'signatures';

SELECT 'CREATE DATABASE legal OWNER lantern_loader'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'legal') \gexec
SELECT 'CREATE DATABASE preview OWNER lantern_preview'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'preview') \gexec
REVOKE ALL ON DATABASE legal, preview FROM PUBLIC;
GRANT CONNECT ON DATABASE legal TO lantern_reader;
GRANT CONNECT ON DATABASE preview TO lantern_signatures;

\connect legal
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO lantern_loader;
GRANT USAGE ON SCHEMA public TO lantern_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO lantern_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE lantern_loader IN SCHEMA public
  GRANT SELECT ON TABLES TO lantern_reader;

\connect preview
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO lantern_preview;
GRANT USAGE ON SCHEMA public TO lantern_signatures;
-- The preview makes its tables itself, later on; default privileges could not leave accounts out.
CREATE OR REPLACE FUNCTION public.show_signatures() RETURNS event_trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF to_regclass('public.decisions') IS NOT NULL AND to_regclass('public.wordings') IS NOT NULL THEN
    GRANT SELECT ON public.decisions, public.wordings TO lantern_signatures;
  END IF;
END
$$;
DROP EVENT TRIGGER IF EXISTS show_signatures;
CREATE EVENT TRIGGER show_signatures ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
  EXECUTE FUNCTION public.show_signatures();
SELECT 'GRANT SELECT ON public.decisions, public.wordings TO lantern_signatures'
WHERE to_regclass('public.decisions') IS NOT NULL \gexec
