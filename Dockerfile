# Two stages: the first makes the environment with uv, the second holds that environment and nothing to build with.

FROM python:3.11-slim AS build
ENV UV_PYTHON=/usr/local/bin/python3.11 \
    UV_PYTHON_DOWNLOADS=never \
    UV_PROJECT_ENVIRONMENT=/opt/enough \
    UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_NO_CACHE=1
RUN python -m pip install --no-cache-dir "uv==0.13.*"
WORKDIR /src
# The dependencies alone: this layer is made again when the lock file changes, not when the code does.
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-install-project
COPY README.md LICENSE ./
COPY core/ core/
COPY schedules/ schedules/
COPY bots/ bots/
RUN uv sync --frozen --no-dev --no-editable

FROM python:3.11-slim
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin enough \
    && install --directory --owner=enough --group=enough --mode=0700 /data
COPY --from=build /opt/enough /opt/enough
# Bytecode was compiled above, so nothing is written outside /data and the root may be mounted read-only.
ENV PATH=/opt/enough/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/enough.db
USER 10001:10001
WORKDIR /data
VOLUME /data
# Healthy without a question where no port is set: then there is no web server to ask.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "import os, urllib.request as web; port = os.environ.get('ENOUGH_WEB_PORT'); port and web.build_opener(web.ProxyHandler({})).open(f'http://127.0.0.1:{port}/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["enough"]
CMD ["run"]
