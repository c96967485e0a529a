"""
Hostile files through the real route of the real server: refused quickly, in little memory, with a plain sentence.

Each is sent as a browser sends it, to the server that people use, run in a process of its own whose memory,
with that of every ffmpeg it starts, is watched. What is refused leaves no file; no other file is read and no
connection is made: an address within the machine listens and hears nothing, and a secret file's words are
nowhere in what was answered or kept.
"""
