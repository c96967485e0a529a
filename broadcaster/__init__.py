"""
Broadcast manager for village loudspeakers.

A bulletin written in a small web page becomes Vietnamese speech, is joined with jingles into each
village's programme, is published as MP3 playlists, is aired, and every airing is logged truthfully.

    bulletin -reading-> spoken text -speech-> voice -sound-> segment -+
    jingles, greeting, closing --------------------sound-> segment ---+
                          weekly sessions -calendar-> running order --+-splice-> programme (MP3)
    programme -publish-> playlist, day pack, signed manifest -> village -> airing -> log -> reports

Floors: a module imports only from floors below its own; names side by side (|) do not import each
other. import-linter keeps this true in the tests.

    7  __main__ | cli                        commands
    6  web | scheduler                       the doors: who asks, and when
    5  bootstrap | waker                     settings -> engines, shelf, clock; the only chooser | wakes
    4  services                              use cases: one function a verb, one transaction a call
    3  store | speech | sound | shelf | paper    SQL | voices | MP3 | files on disk | printed documents
    2  wire                                  what server and station say to each other: JSON, signatures
    1  domain | reading | config | clock     rules (pure) | written -> spoken (pure) | settings | time
    0  files                                 whole-file writing, digests; stands on the two below
       errors | units                        failures | Millis, Lufs, Sha256
"""
