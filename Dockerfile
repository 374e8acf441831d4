# The product as one small image: slim, non-root, one volume, a health check.
FROM python:3.12-slim AS build
WORKDIR /srv
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /srv/venv && /srv/venv/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt

FROM python:3.12-slim
RUN useradd --uid 10001 --no-create-home spinfab && install -d -o spinfab /data
WORKDIR /srv
COPY --from=build /srv/venv /srv/venv
COPY app app
COPY prompts prompts
COPY scenarios scenarios
ENV SPINFAB_DATA=/data SPINFAB_HOST=0.0.0.0 PYTHONUNBUFFERED=1 PATH=/srv/venv/bin:$PATH
VOLUME /data
EXPOSE 8000
USER spinfab
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["python", "-m", "app.cli", "run"]
