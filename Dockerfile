# docker build -t pgproxy . && docker run -e PGPROXY_PASSWORD=secret -p 5432:5432 -v pgproxy-data:/data pgproxy
FROM python:3.13-slim

RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin pgproxy \
    && mkdir /data \
    && chown pgproxy:pgproxy /data

WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY protocol protocol
COPY translator translator
COPY pgproxy pgproxy
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore .

# Beyond the loopback addresses the server asks for a password: set PGPROXY_PASSWORD or PGPROXY_PASSWORD_FILE.
ENV PGPROXY_DATA=/data PGPROXY_HOST=* PGPROXY_PORT=5432 PYTHONUNBUFFERED=1
USER pgproxy
WORKDIR /data
VOLUME /data
EXPOSE 5432
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s --retries=3 CMD ["pgproxy", "health"]
CMD ["pgproxy", "serve"]
