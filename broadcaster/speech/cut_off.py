"""
A deadline that holds whatever the other side does.

Time-outs of sockets begin anew with every byte, so a server that sends its headers, or its TLS greeting,
byte by byte is waited for without end. Here every connection is remembered, and shut when time is over.
"""

import socket
import threading
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager, ProxyManager


class CutOff(HTTPAdapter):
    """
    Carries requests over connections that are shut after a time.

    Args:
        after_s: How long after `start`.
    """

    def __init__(self, after_s: float) -> None:
        self._opened: list[socket.socket] = []
        self._lock = threading.Lock()
        self._over = False
        self._timer = threading.Timer(after_s, self._cut)
        self._timer.daemon = True
        super().__init__()

    def start(self) -> None:
        """Begin to count."""
        self._timer.start()

    def stop(self) -> None:
        """Stop counting and let the connections go."""
        self._timer.cancel()
        with self._lock:
            for one in self._opened:
                one.close()
            self._opened.clear()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pool of connections, remembered."""
        super().init_poolmanager(*args, **kwargs)
        self._remember_those_of(self.poolmanager)

    def proxy_manager_for(self, proxy: Any, **kwargs: Any) -> ProxyManager:
        """Make the pool of connections through a proxy, remembered too."""
        manager: ProxyManager = super().proxy_manager_for(proxy, **kwargs)
        self._remember_those_of(manager)
        return manager

    def _remember_those_of(self, manager: PoolManager) -> None:
        remember = self._remember

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return remember(super()._new_conn())

        class Safe(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return remember(super()._new_conn())

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SafePool(HTTPSConnectionPool):
            ConnectionCls = Safe

        manager.pool_classes_by_scheme = {"http": PlainPool, "https": SafePool}

    def _remember(self, opened: socket.socket) -> socket.socket:
        """Keep a second handle on a connection: TLS takes the first one away from whoever holds it."""
        with self._lock:
            self._opened.append(opened.dup())
            if self._over:
                opened.shutdown(socket.SHUT_RDWR)
        return opened

    def _cut(self) -> None:
        """Shut every connection; whoever reads from one sees it end."""
        with self._lock:
            self._over = True
            for one in self._opened:
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue
